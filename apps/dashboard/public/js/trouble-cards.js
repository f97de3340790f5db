import { card, chip } from './card.js';
import { agoElement } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { deadLetterList, figure } from './parts.js';
import { addressOf } from './route.js';

export function deadLettersCard(store, { deadLetters, mayWrite }) {
  const { count, newest } = deadLetters;
  const more =
    count > newest.length
      ? element('p', { class: 'said' }, `The newest ${newest.length} of ${count}; the others are in Bull Board.`)
      : null;
  const how =
    count > 0 && !mayWrite
      ? element(
          'p',
          { class: 'said' },
          'Sending again from here needs DASHBOARD_WRITE=on; `sidenote retry` works always.',
        )
      : null;
  return card(
    'Dead letters',
    count > 0 ? chip('bad', count.toLocaleString()) : null,
    true,
    newest.length > 0
      ? deadLetterList(store, newest)
      : element('p', { class: 'quiet' }, 'Every note found its conversation.'),
    more,
    how,
  );
}

export function troubleCard(items) {
  const moment = ({ at, text, detail, conversationId, sessionKey }) => {
    const of = conversationId ?? sessionKey;
    const words = of ? element('a', { href: addressOf(of) }, text) : element('span', {}, text);
    return element('li', {}, element('div', {}, words, ' ', element('small', {}, detail)), agoElement(at));
  };
  return card(
    'Lately went wrong',
    null,
    false,
    items.length > 0
      ? element('ul', { class: 'moments' }, ...items.map(moment))
      : element('p', { class: 'quiet' }, 'Nothing.'),
  );
}

const DROPPED = {
  before_link: 'older than the window before a link',
  conversation_gone: 'of conversations that are gone',
  erased: 'of people who were erased',
};

export function droppedCard(dropped) {
  const rows = Object.entries(dropped).filter(([, n]) => n > 0);
  return card(
    'Actions that will not be posted',
    null,
    false,
    rows.length > 0
      ? element(
          'dl',
          { class: 'figures' },
          ...rows.map(([reason, n]) => figure(DROPPED[reason] ?? reason, n.toLocaleString())),
        )
      : element('p', { class: 'quiet' }, 'None.'),
  );
}
