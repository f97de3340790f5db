import type { FoundNote, SoughtNote as Sought } from '@app/desk';
import { printOfHtml } from './note.text';

export type SoughtNote = Sought & { adminId: string };

/**
 * Finds our note in a conversation as Intercom sent it: a part of type note, by our admin, not redacted, whose whole rendered text is
 * the note that was sent. The smallest id is the note, others are its copies.
 *
 * Safe to trust with redaction, which destroys any part it is given: a colleague's note that quotes ours, or ends in its ref, is not
 * found, and neither order nor shape of `conversation` is believed. Never throws, and reads no body
 * that is longer or deeper than a note of ours can be.
 */
export function findNote(conversation: unknown, { adminId, ref, print }: SoughtNote): FoundNote | null {
  if (!ref || !print) return null;
  const ids = new Set<string>();
  for (const part of partsOf(conversation)) {
    const id = idOf(part.id);
    if (id !== null && isOurs(part, adminId) && hasPrint(part.body, ref, print)) ids.add(id);
  }
  const [noteId, ...copies] = [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return noteId === undefined ? null : { noteId, copies };
}

type Fields = Record<string, unknown>;
const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null;

function partsOf(conversation: unknown): Fields[] {
  const list = isFields(conversation) ? conversation.conversation_parts : undefined;
  const parts = isFields(list) ? list.conversation_parts : undefined;
  return Array.isArray(parts) ? parts.filter(isFields) : [];
}

function isOurs({ part_type, redacted, author }: Fields, adminId: string): boolean {
  if (part_type !== 'note' || redacted === true || !isFields(author) || author.type !== 'admin') return false;
  return idOf(author.id) === adminId;
}

/** Intercom's ids are decimal, as strings by the documents; numbers are taken while they are exact. */
function idOf(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value >= 0 ? String(value) : null;
  return typeof value === 'string' && /^\d{1,40}$/.test(value) ? value : null;
}

/** A note has 5,000 characters, each of which six of HTML stand for at most, and its tags. */
const LONGEST_BODY = 64 * 1024;

const hasPrint = (body: unknown, ref: string, print: string) =>
  typeof body === 'string' && body.length <= LONGEST_BODY && body.includes(ref) && printOfHtml(body) === print;
