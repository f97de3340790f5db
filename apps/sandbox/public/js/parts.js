import { plainText } from './rich-text.js';

/** What a part is to the reader: `customer`, `teammate`, `note`, `summary`, `tombstone` or `event` (closed, snoozed …). */
export function kindOf(part) {
  if (part.redacted) return 'tombstone';
  if (part.part_type === 'note') return isSummary(part) ? 'summary' : 'note';
  if (part.part_type !== 'comment') return 'event';
  return part.author.type === 'admin' || part.author.type === 'bot' ? 'teammate' : 'customer';
}

/** A summary says who wrote it, or is a note of the service that tells no action. */
function isSummary(part) {
  const text = plainText(part.body);
  return /(?:^|UTC )Summary by /.test(text) || (actionsIn(part) === 0 && / ref [0-9a-z]{8,32}$/.test(text));
}

/** How many actions a note tells: its numbered lines, or what its first line says. */
export function actionsIn(part) {
  const text = plainText(part.body);
  return text.match(/(?:^| )\[\d+\] /g)?.length ?? Number(/^.{0,200} · (\d+) actions?\b/.exec(text)?.[1] ?? 0);
}

const SUMMARY_HEAD = /^session_id: \S* timestamp: \S+ \S+ UTC\s*/;
const FOOT = / (?:replay \S+ · )?(?:session \S+ )?ref \S+$/;

const EVENTS = {
  close: 'closed the conversation',
  snoozed: 'snoozed the conversation',
  unsnoozed: 'woke the conversation',
  open: 'opened the conversation',
  assignment: 'assigned the conversation',
};

export function eventText(part) {
  return `${part.author.name ?? 'Somebody'} ${EVENTS[part.part_type] ?? part.part_type}`;
}

export function previewOf(part) {
  const kind = kindOf(part);
  if (kind === 'event') return eventText(part);
  if (kind === 'tombstone') return 'This message was deleted';
  const text = plainText(part.body);
  if (kind === 'summary') return text.replace(SUMMARY_HEAD, '').replace(FOOT, '');
  const count = kind === 'note' ? actionsIn(part) : 0;
  return count > 0 ? `${count} ${count === 1 ? 'action' : 'actions'} noted` : text;
}

export function nameOf(contact) {
  return (
    contact.name || contact.email || (contact.role === 'lead' ? 'Anonymous visitor' : contact.external_id) || 'Somebody'
  );
}
