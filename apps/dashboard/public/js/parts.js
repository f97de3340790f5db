import { agoElement } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { addressOf } from './route.js';

export const plural = (n, one) => `${n.toLocaleString()} ${one}${n === 1 ? '' : 's'}`;

export const shortId = (id) => (id.length > 20 ? `${id.slice(0, 8)}…${id.slice(-6)}` : id);

export const figure = (label, value, bad = false) =>
  element('div', { class: bad ? 'is-bad' : null }, element('dt', {}, label), element('dd', {}, value));

export const boardLink = (words, ...path) =>
  element(
    'a',
    { class: 'button', href: `../queues/queue/${path.map(encodeURIComponent).join('/')}` },
    words,
    icon('out'),
  );

/** Dead letters with "send again", where DASHBOARD_WRITE allows it. */
export function deadLetterList(store, letters) {
  return element('ul', { class: 'deads' }, ...letters.map((letter) => deadLetter(store, letter)));
}

function deadLetter(store, { ref, reason, kind, at, conversationId, sessionKey }) {
  const of = conversationId || sessionKey;
  return element(
    'li',
    { 'data-ref': ref },
    element(
      'div',
      {},
      element('p', {}, reason.replaceAll('_', ' ')),
      element(
        'small',
        {},
        `${kind === 'actions' ? 'note' : kind} in `,
        element('a', { href: addressOf(of) }, shortId(of)),
        ' · ',
        element('a', { href: `../queues/queue/dead-letters/dead.${encodeURIComponent(ref)}` }, `ref ${ref}`),
      ),
    ),
    agoElement(at),
    sendAgainButton(store, ref),
  );
}

function sendAgainButton(store, ref) {
  const may = store.overview?.mayWrite === true;
  const button = element(
    'button',
    { class: 'button', type: 'button', disabled: !may, title: may ? null : 'Only with DASHBOARD_WRITE=on' },
    icon('again'),
    'Send again',
  );
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await store.sendAgain(ref);
    } catch (error) {
      button.disabled = false;
      button.replaceChildren(icon('alert'), error.message);
    }
  });
  return button;
}
