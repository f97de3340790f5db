import { plainText } from './rich-text.js';

/** What a part is to the reader: `customer`, `teammate`, `note`, `summary`, `tombstone` or `event` (closed, snoozed …). */
export function kindOf(part) {
  if (part.redacted) return 'tombstone';
  if (part.part_type === 'note') return isSummary(part) ? 'summary' : 'note';
  if (part.part_type !== 'comment') return 'event';
  return part.author.type === 'admin' || part.author.type === 'bot' ? 'teammate' : 'customer';
}

/** The context notes list numbered actions; one with the same head and no such list is prose about them. */
function isSummary(part) {
  const text = plainText(part.body);
  return text.startsWith('session_id:') && !/\[1\] /.test(text);
}

/** How many actions a note lists. */
export function actionsIn(part) {
  return plainText(part.body).match(/(?:^| )\[\d+\] /g)?.length ?? 0;
}

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
  if (kind === 'note' && text.startsWith('session_id:')) {
    const count = actionsIn(part);
    return `${count} ${count === 1 ? 'action' : 'actions'} noted`;
  }
  return kind === 'summary' ? text.replace(/^session_id: \S* timestamp: \S+ \S+ UTC\s*/, '') : text;
}

export function nameOf(contact) {
  return (
    contact.name || contact.email || (contact.role === 'lead' ? 'Anonymous visitor' : contact.external_id) || 'Somebody'
  );
}
