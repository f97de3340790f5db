import { type Fields, fieldsOf, idOf, textOf } from '@app/conversations';

/** What Intercom sends for a canvas, as far as it is needed. Signed, so that its ids are true; `stored_data` is not read. */
export interface PanelRequest {
  workspace: string;
  admin: string;
  conversationId: string | null;
  contact: { externalId: string; email: string; isLead: boolean };
  /** Session id that PostHog wrote on the contact: a browser did, so it is a claim. */
  claimedSession: string | null;
  /** The button that was pressed; '' at the first look. */
  pressed: string;
}

const REPLAY = /\/replay\/([\w-]{8,128})/;

/** Of any shape; never throws. */
export function panelRequest(body: unknown): PanelRequest {
  const fields = fieldsOf(body);
  const contact: Fields = [fields.contact, fields.customer, fields.user].map(fieldsOf).find((one) => one.id) ?? {};
  const replay = textOf(fieldsOf(contact.custom_attributes).latestPosthogReplayURL, 2_000);
  const isLead = contact.role === 'lead';
  return {
    workspace: textOf(fields.workspace_id),
    admin: idOf(fieldsOf(fields.admin).id) ?? 'unknown',
    conversationId: idOf(fieldsOf(fields.conversation).id),
    contact: { externalId: isLead ? '' : textOf(contact.external_id), email: textOf(contact.email, 320), isLead },
    claimedSession: REPLAY.exec(replay)?.[1] ?? null,
    pressed: textOf(fields.component_id, 40),
  };
}
