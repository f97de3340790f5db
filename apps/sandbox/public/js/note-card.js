import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { actionsIn } from './parts.js';

const HEAD = /^session_id:/;
const FOOT = /^(?:replay|session|ref) /;

/** An internal note as a card: what it is, then its text with the head, the warning and the footer set apart, whatever its layout. */
export function noteCard(part, kind, name, body, time) {
  for (const paragraph of body.children) {
    const text = paragraph.textContent;
    if (HEAD.test(text)) paragraph.classList.add('note-head');
    else if (FOOT.test(text)) paragraph.classList.add('note-foot');
    else if (paragraph === body.firstElementChild && paragraph.querySelector('b')) paragraph.classList.add('note-lead');
    markWarnings(paragraph);
  }
  const count = actionsIn(part);
  const label = kind === 'summary' ? 'Summary' : count > 0 ? `${count} ${count === 1 ? 'action' : 'actions'}` : 'Note';
  return element(
    'article',
    { class: 'note', 'aria-label': `Internal note by ${name}` },
    element('header', { class: 'note-by' }, icon(kind), element('b', {}, label), element('span', {}, name), time),
    body,
  );
}

function markWarnings(paragraph) {
  for (const node of [...paragraph.childNodes])
    if (node.nodeType === Node.TEXT_NODE && node.data.trimStart().startsWith('⚠'))
      node.replaceWith(element('span', { class: 'note-warning' }, node.data));
}
