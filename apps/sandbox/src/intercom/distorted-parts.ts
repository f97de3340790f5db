import type { Answer } from '../http/answer';
import type { World } from '../world';
import { COLLEAGUE } from './admins';

interface Shape {
  id: string;
  conversation_parts: { conversation_parts: unknown[]; total_count: number };
}

/**
 * Answers whose parts are not what a naive reader expects: without the part that the call made, or with a colleague's
 * part after it, which is really in the conversation, so that a reader who takes the last one does harm that shows.
 */
export function distortParts(world: World, answer: Answer, kind: string): Answer {
  const shape = answer.body as Partial<Shape>;
  const conversation = world.workspace.conversations.get(String(shape.id));
  if (answer.status !== 200 || !shape.conversation_parts || !conversation) return answer;
  const parts = shape.conversation_parts.conversation_parts;
  const foreign = () => world.desk.adminWrites(conversation, 'comment', '<p>I am on it.</p>', COLLEAGUE.id);
  if (kind === 'no-part-after-store') parts.length = 0;
  if (kind === 'foreign-part-last') parts.push({ ...foreign() });
  shape.conversation_parts.total_count = parts.length;
  return answer;
}
