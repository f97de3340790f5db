import { fieldsOf, textOf, type Fields } from '@app/conversations';
import { findNote, mayBeStored, printOfHtml, redactionIsDone } from '@app/intercom';
import { type CheckResult, type Finding, failure, ok, skipped, warning } from '../check';
import { errorOf, type Observed, responseOf, whyOf } from './observed';
import type { Specimen } from './specimen';
import { bodyOf, linesOf, partById, partsOf, partWith } from './stored.note';

export interface Tried {
  conversationId: string;
  adminId: string;
  specimen: Specimen;
  /** Longest that a call may take, ms. */
  timeoutMs: number;
  observed: Observed;
}

const REPORT = 'this breaks what Sidenote relies on: do not go live, and report it with this output';
const NOT_REACHED = skipped('not reached, see above');

/** Our note's id by the answer, and by the read-back. */
export function idsOf({ adminId, specimen, observed }: Tried): { answered: string | null; read: string | null } {
  const sought = { adminId, ref: specimen.ref, print: printOfHtml(specimen.html) };
  const idIn = (body: unknown) => findNote(body, sought)?.noteId ?? null;
  return { answered: idIn(responseOf(observed.posted)?.body), read: idIn(responseOf(observed.read)?.body) };
}

/** The part as Intercom keeps it: read back, else as it was answered. */
export function storedPart({ specimen, observed }: Tried): Fields | null {
  const bodies = [responseOf(observed.read)?.body, responseOf(observed.posted)?.body];
  return bodies.map((body) => partWith(body, specimen.ref)).find((part) => part !== null) ?? null;
}

/** Each of our assumptions about Intercom, and whether it held. A failure is one that we rely on. */
export function judge(tried: Tried): CheckResult[] {
  const ids = idsOf(tried);
  const part = storedPart(tried);
  const rows: [string, Finding][] = [
    ['a note is taken', taken(tried)],
    ['time', timeFinding(tried)],
    ['rate-limit headers', headers(tried)],
    ["the answer's shape", shape(tried)],
    ['the answer holds the note', answered(tried, ids.answered)],
    ['read-back by ref', readBack(tried, ids)],
    ['author', part ? author(part, tried.adminId) : NOT_REACHED],
    ['line breaks', part ? lines(part, tried.specimen) : NOT_REACHED],
    ['bold', part ? bold(part) : NOT_REACHED],
    ['link', part ? link(part) : NOT_REACHED],
    ['redaction', redaction(tried)],
    ['what a redaction leaves', leftover(tried, ids)],
    ['second redaction', second(tried)],
  ];
  return rows.map(([name, finding]) => ({ name, ...finding }));
}

function taken({ observed }: Tried): Finding {
  const error = errorOf(observed.posted);
  if (!error) return ok('the note was posted');
  if (mayBeStored(error))
    return warning(
      `${whyOf(error)}: it may have been stored or not`,
      'the service looks for the note before it posts again; if this happens often, raise INTERCOM_TIMEOUT_MS',
    );
  return failure(whyOf(error), FIXES[error.status ?? 0] ?? 'run sidenote doctor first');
}

const FIXES: Record<number, string> = {
  401: 'check INTERCOM_ACCESS_TOKEN',
  403: 'give the app the scope to write conversations',
  404: 'check the id of the conversation, and INTERCOM_ADMIN_ID',
};

function timeFinding({ observed: { posted }, timeoutMs }: Tried): Finding {
  const said = `${Math.round(posted.ms)} ms for the note`;
  return posted.ms < timeoutMs / 2
    ? ok(said)
    : warning(
        `${said}, of ${timeoutMs} ms allowed`,
        'raise INTERCOM_TIMEOUT_MS: what is cut off costs a look each time',
      );
}

function headers({ observed }: Tried): Finding {
  const response = responseOf(observed.posted) ?? responseOf(observed.read);
  if (!response) return NOT_REACHED;
  const { rate } = response;
  if (!rate)
    return warning('Intercom names no limit', 'INTERCOM_RATE_LIMIT_PER_10S alone decides: set it to what your app has');
  const seconds = Math.round((rate.resetAtMs - Date.now()) / 1000);
  return ok(`${rate.remaining} of ${rate.limit} calls left, reset in ${seconds} s`);
}

function shape({ observed, conversationId }: Tried): Finding {
  const body = responseOf(observed.posted)?.body;
  if (!body) return NOT_REACHED;
  const id = textOf(body.id);
  if (id !== conversationId)
    return warning(`the answer is not the conversation ${conversationId}`, 'each note is read back, at one more call');
  return ok(`the conversation, with ${partsOf(body).length} part(s) in it`);
}

function answered({ observed }: Tried, id: string | null): Finding {
  if (!responseOf(observed.posted)) return NOT_REACHED;
  return id === null
    ? warning('it does not', 'each note is read back before it counts, at one more call')
    : ok(`as part ${id}`);
}

function readBack(
  { observed, conversationId }: Tried,
  { answered: told, read }: { answered: string | null; read: string | null },
): Finding {
  const error = errorOf(observed.read);
  if (error)
    return failure(`the conversation cannot be read: ${whyOf(error)}`, 'give the app the scope to read conversations');
  if (!observed.read) return NOT_REACHED;
  if (read === null) return failure(`no part of ${conversationId} is the note that was sent`, REPORT);
  if (told !== null && told !== read) return failure(`the answer said part ${told}, it is ${read}`, REPORT);
  return ok(`part ${read} has the text that was sent, to the letter`);
}

function author({ author: by, part_type }: Fields, adminId: string): Finding {
  const { type, id } = fieldsOf(by);
  const said = `${textOf(type) || 'nobody'} ${textOf(id)}`.trim();
  if (textOf(type) !== 'admin' || textOf(id) !== adminId)
    return failure(`${said}, and not admin ${adminId}: our notes would not be known as ours`, REPORT);
  return textOf(part_type) === 'note'
    ? ok(`${said}, as an internal note`)
    : failure(`a part of type ${textOf(part_type) || 'none'}, and not a note`, REPORT);
}

function lines(part: Fields, specimen: Specimen): Finding {
  const stored = linesOf(bodyOf(part));
  const same = stored.length === specimen.lines.length && stored.every((line, i) => line === specimen.lines[i]);
  return same
    ? ok(`all ${stored.length} lines as sent`)
    : failure(`${stored.length} lines where ${specimen.lines.length} were sent`, REPORT);
}

const bold = (part: Fields): Finding =>
  /<(b|strong)>/i.test(bodyOf(part))
    ? ok('kept')
    : warning('not kept', 'notes of NOTE_STYLE=grouped look plainer; nothing depends on it');

const link = (part: Fields): Finding =>
  /<a [^>]*href="https:\/\/example\.com\/replay\?/i.test(bodyOf(part))
    ? ok('kept')
    : warning('not kept', 'the replay link of a note cannot be clicked; nothing depends on it');

function redaction({ observed }: Tried): Finding {
  const error = errorOf(observed.redacted);
  if (!observed.redacted) return NOT_REACHED;
  return error
    ? failure(
        `${whyOf(error)}: the note of this trial is still there`,
        'delete it by hand; give the app the scope to write conversations, or set REDACT=off',
      )
    : ok(`done in ${Math.round(observed.redacted.ms)} ms`);
}

function leftover({ observed, specimen }: Tried, { answered: told, read }: ReturnType<typeof idsOf>): Finding {
  const body = responseOf(observed.readAgain)?.body;
  const id = read ?? told;
  if (!body || id === null || errorOf(observed.redacted)) return NOT_REACHED;
  if (partWith(body, specimen.ref)) return failure('the text can still be read', REPORT);
  const part = partById(body, id);
  if (!part) return ok('nothing: the part is gone');
  const text = linesOf(bodyOf(part)).join(' ').slice(0, 80);
  return ok(`${text ? `“${text}”` : 'an empty part'}, redacted: ${String(part.redacted === true)}`);
}

function second({ observed }: Tried): Finding {
  if (!observed.redactedAgain || errorOf(observed.redacted)) return NOT_REACHED;
  const error = errorOf(observed.redactedAgain);
  if (!error) return ok('taken, and changes nothing');
  return redactionIsDone(error)
    ? ok(`refused as done: ${error.status ?? ''} ${error.code ?? ''}`.trimEnd())
    : failure(`${whyOf(error)}, which does not say that it is done`, REPORT);
}
