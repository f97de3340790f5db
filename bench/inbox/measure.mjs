/** What an agent has before their eyes at the end, and what it took to get there. */
const WIDTH = 43;

export const text = (html) =>
  html
    .replaceAll(/<br\s*\/?>/g, '\n')
    .replaceAll('</p><p>', '\n\n')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** Lines on a screen as narrow as Intercom's side by side view, words not broken where that can be. */
export function wrapped(line, width = WIDTH) {
  let count = 1;
  let used = 0;
  for (const word of line.split(' ')) {
    const needed = used === 0 ? word.length : used + 1 + word.length;
    if (needed <= width) used = needed;
    else {
      if (used > 0) count++;
      count += Math.ceil(word.length / width) - 1;
      used = word.length % width || width;
    }
  }
  return count;
}

const screenLines = (note) => (note.redacted ? 1 : note.text.split('\n').reduce((sum, line) => sum + wrapped(line), 0));

export function notesOf(thread, adminId) {
  return thread.parts
    .filter((part) => part.part_type === 'note' && part.author.id === adminId)
    .map((part) => ({ redacted: part.redacted === true, text: text(part.body ?? ''), at: part.created_at }));
}

/** Per 100 actions where it is a count. */
export function measure({ visit, thread, adminId }) {
  const notes = notesOf(thread, adminId);
  const visible = notes.filter(({ redacted }) => !redacted);
  const readable = visible
    .map((note) => note.text.replace(/^(?:session_id|timestamp|replay|ref|session) .*$/gm, ''))
    .join('\n');
  const told = visit.facts.filter(({ re }) => new RegExp(re, 'i').test(readable));
  const per100 = (n) => (n / visit.actions.length) * 100;
  return {
    actions: visit.actions.length,
    visible: per100(visible.length),
    tombstones: per100(notes.length - visible.length),
    lines: per100(notes.reduce((sum, note) => sum + screenLines(note), 0)),
    facts: visit.facts.length,
    told: told.length,
    missing: visit.facts.filter((fact) => !told.includes(fact)).map(({ what }) => what),
  };
}
