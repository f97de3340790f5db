import { compile, type HtmlToTextOptions } from 'html-to-text';

export interface FoundNote {
  partId: string;
  /** Ids of further parts that hold the same note: an ambiguous POST was stored twice. */
  copies: string[];
}

/**
 * Finds our note in a conversation as Intercom sent it: a part of type note, by our admin, not redacted, whose last line is
 * `ref <ref>`. The smallest id is the note, others are its copies.
 *
 * Safe to trust with redaction, which destroys any part it is given: quoting a ref is not enough to be found, and neither order nor
 * shape of `conversation` is believed. Never throws, and reads no body that is longer or deeper than a note of ours can be.
 */
export function findNote(conversation: unknown, { adminId, ref }: { adminId: string; ref: string }): FoundNote | null {
  if (!ref) return null;
  const ids = new Set<string>();
  for (const part of partsOf(conversation)) {
    const id = idOf(part.id);
    if (id !== null && isOurs(part, adminId) && endsIn(part.body, ref)) ids.add(id);
  }
  const [partId, ...copies] = [...ids].sort((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
  return partId === undefined ? null : { partId, copies };
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
const DEEPEST_BODY = 20;

function endsIn(body: unknown, ref: string): boolean {
  if (typeof body !== 'string' || body.length > LONGEST_BODY || !body.includes(ref)) return false;
  try {
    return lastLine(body) === `ref ${ref}`;
  } catch {
    // Nested so deeply that no renderer gets to its end: nothing that we wrote.
    return false;
  }
}

const RENDERING: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxDepth: DEEPEST_BODY, maxInputLength: LONGEST_BODY },
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'img', format: 'skip' },
  ],
};
// Compiled once: reading the options takes far longer than reading a note.
const textOfHtml = compile(RENDERING);
const textOfPlain = compile({ ...RENDERING, preserveNewlines: true });

const OTHER_TAG = /<(?!\/?p>|br ?\/?>|a href="[^"<>]*">|\/a>)/;

/** A last paragraph whose last line holds neither a tag nor an entity reads as it is written. */
const LAST_LINE_AS_IT_IS = /^<p>(?:.*<br ?\/?>)?([^<>&\s]+(?: [^<>&\s]+)*)<\/p>\s*$/s;

/** Of a body of plain paragraphs, such as ours, only the last one decides, and mostly need not be rendered: that saves most of the work. */
function lastLine(body: string): string | undefined {
  const start = OTHER_TAG.test(body) ? -1 : body.lastIndexOf('<p>');
  if (start < 1) return renderedLines(body).at(-1);
  const paragraph = body.slice(start);
  return LAST_LINE_AS_IT_IS.exec(paragraph)?.[1] ?? renderedLines(paragraph).at(-1) ?? renderedLines(body).at(-1);
}

/** The lines that a reader sees, white space runs as one space, empty lines left out. Plain text bodies keep their line breaks. */
function renderedLines(body: string): string[] {
  const text = /<[a-z!/]/i.test(body) ? textOfHtml(body) : textOfPlain(body);
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter(Boolean);
}
