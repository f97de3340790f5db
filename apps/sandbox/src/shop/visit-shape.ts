import { plainText } from '../intercom/bodies';
import type { World } from '../world';
import type { Visit } from './visit';

/** What a customer may see of their visit: who they are and what was said. No note ever comes here. */
export function visitShape(world: World, visit: Visit) {
  const { conversation } = visit;
  const isThere = conversation !== null && world.workspace.conversations.has(conversation.id);
  return {
    sessionId: visit.sessionId,
    person: visit.person,
    conversationId: isThere ? conversation.id : null,
    messages: isThere ? messagesOf(conversation) : [],
    actions: visit.actionsDone,
  };
}

function messagesOf({ source, createdAt, parts }: NonNullable<Visit['conversation']>) {
  const said = parts
    .filter(({ part_type, redacted }) => part_type === 'comment' && !redacted)
    .map(({ id, body, author, created_at }) => ({
      id,
      from: author.type === 'admin' ? 'team' : 'customer',
      name: author.name,
      text: plainText(body),
      at: created_at * 1000,
    }));
  const first = { id: source.id, from: 'customer', name: null, text: plainText(source.body), at: createdAt * 1000 };
  return [first, ...said];
}
