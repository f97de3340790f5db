import { agoElement } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { shortId } from './parts.js';
import { addressOf } from './route.js';

/** Conversations and sessions in which something happened lately; arrow keys walk them. */
export class ListView {
  #shown = '';

  constructor(store, rows, empty) {
    Object.assign(this, { store, rows, empty });
    rows.addEventListener('keydown', (event) => this.#walk(event));
  }

  render(id) {
    const recent = this.store.overview?.recent;
    if (!recent) return;
    const wanted = JSON.stringify([recent, id]);
    if (wanted === this.#shown) return;
    this.#shown = wanted;
    const focused = document.activeElement?.closest?.('.row')?.dataset.id;
    this.rows.replaceChildren(...recent.map((subject) => row(subject, id)));
    this.rows.hidden = recent.length === 0;
    this.empty.hidden = recent.length > 0;
    this.empty.replaceChildren(
      element('span', { class: 'empty-mark' }, icon('overview')),
      element('h2', {}, 'All quiet'),
      element('p', {}, 'Conversations and sessions appear here as something happens to them.'),
    );
    if (focused) this.rows.querySelector(`[data-id="${CSS.escape(focused)}"] a`)?.focus();
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const links = [...this.rows.querySelectorAll('a')];
    links[links.indexOf(document.activeElement) + step]?.focus();
  }
}

function row({ conversationId, sessionKey, sessionId, at, last, tone }, chosen) {
  const id = conversationId ?? (sessionId || sessionKey);
  const isChosen = chosen !== null && [conversationId, sessionId, sessionKey].includes(chosen);
  const name = conversationId ? shortId(conversationId) : `Session ${shortId(sessionId || sessionKey)}`;
  const badge = conversationId ? 'badge is-conversation' : 'badge';
  return element(
    'li',
    { class: 'row', 'data-id': id },
    element(
      'a',
      { class: 'row-link', href: addressOf(id), 'aria-current': isChosen ? 'page' : null },
      element('span', { class: badge }, icon(conversationId ? 'conversation' : 'payload')),
      element('span', { class: 'row-name', title: id }, name),
      element('span', { class: 'row-time' }, agoElement(at)),
      element('span', { class: `row-last is-${tone}` }, last),
    ),
  );
}
