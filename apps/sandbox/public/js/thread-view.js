import { avatar } from './avatar.js';
import { dayOf, minuteOf } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { composer } from './composer.js';
import { noteCard } from './note-card.js';
import { eventText, kindOf, nameOf } from './parts.js';
import { richText } from './rich-text.js';

const NEAR_END = 120;

/** One conversation. Parts are added and turned into tombstones in place, so the reader never loses the line. */
export class ThreadView {
  #id = null;
  #shown = new Map();

  constructor(store, root, { onDetails }) {
    Object.assign(this, { store, root, onDetails });
  }

  render(id) {
    const conversation = id === null ? null : this.store.conversations.get(id);
    if (!conversation) return this.#renderNothing(id);
    if (id !== this.#id) this.#begin(conversation);
    this.#renderHead(conversation);
    this.#renderParts(conversation);
  }

  #begin(conversation) {
    this.#id = conversation.id;
    this.#shown.clear();
    this.head = element('header', { class: 'thread-head' });
    this.log = element('ol', { class: 'parts' });
    this.scroller = element(
      'div',
      {
        class: 'thread-scroll',
        tabindex: '0',
        role: 'log',
        'aria-label': `Conversation with ${nameOf(conversation.contact)}`,
      },
      this.log,
    );
    this.newer = element(
      'button',
      { class: 'newer', type: 'button', hidden: true, on: { click: () => this.#toEnd('smooth') } },
      icon('down'),
      'New below',
    );
    this.scroller.addEventListener('scroll', () => this.#isNearEnd() && (this.newer.hidden = true), { passive: true });
    this.root.replaceChildren(this.head, this.scroller, this.newer, composer(conversation.id));
    this.day = null;
  }

  #renderHead(conversation) {
    const name = nameOf(conversation.contact);
    const state = `${conversation.state} ${conversation.contact.email}`;
    if (this.head.dataset.state === state) return;
    this.head.dataset.state = state;
    this.head.replaceChildren(
      element('a', { class: 'tool back', href: '#/inbox', 'aria-label': 'Back to the list' }, icon('back')),
      avatar(name),
      element(
        'div',
        { class: 'thread-who' },
        element('h2', {}, name),
        element('p', {}, conversation.contact.email || 'no e-mail address'),
      ),
      element('span', { class: `chip is-${conversation.state}` }, conversation.state),
      element(
        'button',
        { class: 'tool to-details', type: 'button', 'aria-label': 'Details', on: { click: this.onDetails } },
        icon('info'),
      ),
    );
  }

  #renderParts(conversation) {
    const follow = this.#shown.size === 0 || this.#isNearEnd();
    const first = this.#shown.size === 0;
    const source = { ...conversation.source, part_type: 'comment', created_at: conversation.created_at };
    const parts = [{ ...source, author: { ...conversation.contact, type: 'user' } }, ...conversation.parts];
    let added = false;
    for (const part of parts) {
      const look = `${kindOf(part)}|${part.body}`;
      const shown = this.#shown.get(part.id);
      if (shown?.look === look) continue;
      const item = partItem(part, conversation);
      if (!first) item.classList.add(shown ? 'is-changed' : 'is-new');
      if (shown) shown.item.replaceWith(item);
      else {
        this.#divide(part);
        this.log.append(item);
        added = true;
      }
      this.#shown.set(part.id, { look, item });
    }
    if (follow) this.#toEnd('instant');
    else if (added) this.newer.hidden = false;
  }

  #divide(part) {
    const day = dayOf(part.created_at * 1000);
    if (day !== this.day) this.log.append(element('li', { class: 'day' }, element('span', {}, day)));
    this.day = day;
  }

  #isNearEnd() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    return scrollHeight - scrollTop - clientHeight < NEAR_END;
  }

  #toEnd(behavior) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
    this.newer.hidden = true;
  }

  #renderNothing(id) {
    this.#id = null;
    const words =
      id === null
        ? ['Pick a conversation', 'Notes about what the customer just did appear beside their words.']
        : ['It is gone', 'This conversation is not in the inbox any more.'];
    this.root.replaceChildren(
      element(
        'div',
        { class: 'empty' },
        element('span', { class: 'empty-mark' }, icon('conversation')),
        element('h2', {}, words[0]),
        element('p', {}, words[1]),
      ),
    );
  }
}

function partItem(part, conversation) {
  const kind = kindOf(part);
  const time = element('time', { class: 'part-time' }, minuteOf(part.created_at * 1000));
  const attributes = { class: `part is-${kind}`, 'data-part': part.id };
  if (kind === 'event')
    return element('li', attributes, element('p', { class: 'event' }, eventText(part), ' · ', time));
  if (kind === 'tombstone') {
    const words = element(
      'p',
      { class: 'tombstone' },
      icon('redaction'),
      element('i', {}, 'This message was deleted'),
      time,
    );
    return element('li', attributes, words);
  }
  const name = kind === 'customer' ? nameOf(conversation.contact) : (part.author.name ?? 'Team mate');
  const body = element('div', { class: 'body' }, richText(part.body));
  if (kind === 'note' || kind === 'summary') return element('li', attributes, noteCard(part, kind, name, body, time));
  return element(
    'li',
    attributes,
    kind === 'customer' ? avatar(name) : null,
    element(
      'div',
      { class: 'bubble-column' },
      element('div', { class: 'bubble' }, body),
      element('p', { class: 'by' }, name, ' · ', time),
    ),
    kind === 'teammate' ? avatar(name, 'team') : null,
  );
}
