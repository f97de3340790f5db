import type { Answer } from '../http/answer';
import type { World } from '../world';
import * as errors from './errors';
import type { Part, StoredConversation } from './model';
import { conversationShape } from './shapes';

type Body = Record<string, unknown>;

const MOVES = { close: 'closed', snoozed: 'snoozed', open: 'opened' } as const;

/** `POST /conversations/{id}/reply`: the answer holds only the part that the call made. */
export function reply(world: World, id: string, body: Body): Answer {
  const conversation = world.workspace.conversations.get(id);
  if (!conversation) return errors.notFound();
  if (body['type'] === 'admin') return adminReply(world, conversation, body);
  if (body['type'] !== 'user')
    return body['type'] === undefined ? errors.missing('type') : errors.invalid('type is invalid');
  if (body['message_type'] !== 'comment') return errors.invalid('message_type must be comment');
  if (typeof body['body'] !== 'string' || body['body'].trim() === '') return errors.missing('body');
  const contact = world.desk.contactOf(conversation);
  const names = [body['intercom_user_id'], body['user_id'], body['email']];
  if (![contact.id, contact.external_id, contact.email].some((name, at) => name !== null && name === names[at])) {
    return errors.intercomError(404, 'user_not_found', 'User Not Found');
  }
  return touched(world, conversation, world.desk.contactReplies(conversation, body['body']));
}

function adminReply(world: World, conversation: StoredConversation, body: Body): Answer {
  const kind = body['message_type'];
  if (kind === undefined) return errors.missing('message_type');
  if (kind !== 'note' && kind !== 'comment') return errors.invalid('message_type is invalid');
  if (body['admin_id'] === undefined) return errors.missing('admin_id');
  const adminId = String(body['admin_id']);
  if (!world.settings.adminIds.includes(adminId)) return errors.adminNotFound();
  if (typeof body['body'] !== 'string' || body['body'].trim() === '') return errors.missing('body');
  const part = world.desk.adminWrites(conversation, kind, body['body'], adminId, body['skip_unsnooze'] === true);
  return touched(world, conversation, part);
}

/** `POST /conversations/redact`: any part that has a body can be blanked, whoever wrote it, and only once. */
export function redact(world: World, body: Body): Answer {
  const id = body['conversation_id'];
  if (id === undefined || id === null || id === '') return errors.missing('conversation_id');
  const conversation = world.workspace.conversations.get(String(id));
  if (!conversation) return errors.notFound();
  if (body['type'] !== 'conversation_part') {
    return body['type'] === 'source' ? redactSource(world, conversation, body) : errors.invalid('type is invalid');
  }
  const partId = body['conversation_part_id'];
  if (partId === undefined || partId === null || partId === '') return errors.missing('conversation_part_id');
  const part = conversation.parts.find((one) => one.id === String(partId));
  if (!part) return errors.partNotFound();
  if (!world.desk.redact(conversation, part)) return errors.notRedactable();
  return touched(world, conversation, part);
}

function redactSource(world: World, conversation: StoredConversation, body: Body): Answer {
  if (String(body['source_id']) !== conversation.source.id) return errors.partNotFound();
  if (!world.desk.redactSource(conversation)) return errors.notRedactable();
  return { status: 200, body: conversationShape(conversation, world.desk.contactOf(conversation), []) };
}

/** `POST /conversations/{id}/parts`: closes, snoozes, opens or assigns; it writes no notes. */
export function manage(world: World, id: string, body: Body): Answer {
  const conversation = world.workspace.conversations.get(id);
  if (!conversation) return errors.notFound();
  const adminId = String(body['admin_id'] ?? '');
  if (adminId === '') return errors.missing('admin_id');
  if (!world.settings.adminIds.includes(adminId)) return errors.adminNotFound();
  const kind = String(body['message_type']);
  if (!Object.hasOwn(MOVES, kind)) return errors.invalid('message_type is invalid');
  if (kind === 'snoozed' && typeof body['snoozed_until'] !== 'number') return errors.missing('snoozed_until');
  const until = typeof body['snoozed_until'] === 'number' ? body['snoozed_until'] : undefined;
  return touched(
    world,
    conversation,
    world.desk.adminMoves(conversation, MOVES[kind as keyof typeof MOVES], adminId, { until }),
  );
}

function touched(world: World, conversation: StoredConversation, part: Part): Answer {
  return { status: 200, body: conversationShape(conversation, world.desk.contactOf(conversation), [{ ...part }]) };
}
