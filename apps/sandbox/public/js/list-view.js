import { avatar } from './avatar.js';
import { agoElement } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { kindOf, nameOf, previewOf } from './parts.js';
import { plainText } from './rich-text.js';

const ICONS = { note: 'note', summary: 'summary', tombstone: 'redaction' };

/** The conversations on the left. Rows are kept and moved, so that focus and motion survive every change. */
export class ListView {
  #rows = new Map();

  constructor(store, list, empty) {
    Object.assign(this, { store, list, empty });
    list.addEventListener('keydown', (event) => this.#walk(event));
  }

  render(openId) {
    const conversations = this.store.sorted();
    const focused = document.activeElement;
    const ids = new Set(conversations.map(({ id }) => id));
    for (const [id, row] of this.#rows) {
      if (ids.has(id)) continue;
      row.remove();
      this.#rows.delete(id);
    }
    conversations.forEach((conversation, at) => {
      const row = this.#row(conversation, conversation.id === openId);
      if (this.list.children[at] !== row) this.list.insertBefore(row, this.list.children[at] ?? null);
    });
    if (focused && this.list.contains(focused) && focused !== document.activeElement) focused.focus();
    this.empty.hidden = conversations.length > 0;
    if (!this.empty.hidden) this.empty.replaceChildren(...this.#emptyWords());
  }

  #row(conversation, isOpen) {
    let row = this.#rows.get(conversation.id);
    if (!row) {
      row = element('li', { class: 'row', 'data-id': conversation.id });
      row.append(element('a', { class: 'row-link', href: `#/inbox/${encodeURIComponent(conversation.id)}` }));
      this.#rows.set(conversation.id, row);
    }
    const unread = !isOpen && this.store.isUnread(conversation);
    row.classList.toggle('is-unread', unread);
    row.firstChild.toggleAttribute('aria-current', isOpen);
    if (isOpen) row.firstChild.setAttribute('aria-current', 'true');
    row.firstChild.replaceChildren(...cells(conversation, unread));
    return row;
  }

  #walk(event) {
    const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
    const row = document.activeElement?.closest('.row');
    if (!step || !row) return;
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    if (!next) return;
    event.preventDefault();
    next.firstChild.focus();
  }

  #emptyWords() {
    const waits = this.store.stream.subscribers === 0;
    return [
      element('span', { class: 'empty-mark' }, icon('inbox')),
      element('h2', {}, 'All quiet'),
      element(
        'p',
        {},
        waits
          ? 'Nobody reads the stream yet. Conversations come in once the service is connected.'
          : 'The first customer is on the way.',
      ),
    ];
  }
}

function cells(conversation, unread) {
  const name = nameOf(conversation.contact);
  const last = conversation.parts.at(-1);
  const kind = last ? kindOf(last) : 'customer';
  const preview = last ? previewOf(last) : plainText(conversation.source.body);
  const mark = ICONS[kind];
  return [
    avatar(name),
    element('span', { class: 'row-name' }, name),
    element('span', { class: 'row-time' }, agoElement(conversation.updated_at * 1000)),
    element('span', { class: `row-preview is-${kind}` }, mark ? icon(mark) : null, element('span', {}, preview)),
    conversation.state === 'open'
      ? null
      : element('span', { class: `chip is-${conversation.state}` }, conversation.state),
    unread ? element('span', { class: 'dot' }, element('span', { class: 'unseen' }, 'unread')) : null,
  ].filter(Boolean);
}
