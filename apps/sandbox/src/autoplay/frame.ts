import type { Action, ActionsPayload } from '@app/contracts';

export interface Sender {
  productId: string;
  sessionId: string;
  userId: string | null;
  email: string | null;
}

/** What the connector forwards of a session: `forwarded_at` is now, in Unix seconds. */
export function actionsFrame({ productId, sessionId, userId, email }: Sender, actions: Action[]): ActionsPayload {
  return {
    type: 'actions',
    product_id: productId,
    session_id: sessionId,
    user_id: userId,
    email,
    count: actions.length,
    forwarded_at: Date.now() / 1000,
    actions: actions.map((action) => ({ ...action, session_id: sessionId, user_id: userId, email })),
  };
}
