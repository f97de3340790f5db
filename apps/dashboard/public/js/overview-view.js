import { ago, agoElement } from './dates.js';
import { element } from './element.js';
import { icon } from './icons.js';
import { deadLetterList, figure, plural } from './parts.js';
import { addressOf } from './route.js';

/** What is wrong, worst first; null when nothing is. */
export function trouble({ stream, intercom, deadLetters }) {
  if (intercom.paused)
    return [
      'Sending to Intercom is paused',
      `${intercom.paused.reason.replaceAll('_', ' ')}. Nothing is lost: it goes on by itself once this is mended.`,
    ];
  if (stream.length === 0)
    return [
      'No reader of the stream is running',
      'Events that Autoplay sends now are lost. Start a process with the stream role.',
    ];
  if (stream.every(({ connectedSince }) => connectedSince === null))
    return ['Not connected to Autoplay', stream[0].trouble ?? 'Trying again.'];
  if (deadLetters.count > 0)
    return [
      `${plural(deadLetters.count, 'note')} could not be delivered`,
      'What was in them is kept: see the dead letters below.',
    ];
  return null;
}

/** The whole service on one screen. */
export function overviewView(store) {
  const state = store.overview;
  const wrong = trouble(state);
  return [
    element(
      'header',
      { class: 'stage-head' },
      element(
        'div',
        {},
        element('h2', {}, 'Overview'),
        element('p', {}, 'Autoplay’s stream in, notes to Intercom out'),
      ),
    ),
    element(
      'div',
      { class: 'stage-body' },
      element(
        'section',
        { class: `state ${wrong ? 'is-bad' : 'is-good'}` },
        element('span', { class: `badge ${wrong ? 'is-bad' : 'is-good'}` }, icon(wrong ? 'alert' : 'good')),
        element(
          'div',
          {},
          element('h3', {}, wrong?.[0] ?? 'All is well'),
          element('p', {}, wrong?.[1] ?? 'The stream is read and notes are delivered.'),
        ),
      ),
      element(
        'div',
        { class: 'cards' },
        streamCard(state.stream),
        intercomCard(state.intercom),
        ...(state.deadLetters.count > 0
          ? [deadLettersCard(store, state), queuesCard(state.queues)]
          : [queuesCard(state.queues), deadLettersCard(store, state)]),
        troubleCard(state.trouble),
        droppedCard(state.dropped),
      ),
    ),
  ];
}

const card = (title, chip, wide, ...children) =>
  element(
    'section',
    { class: `card${wide ? ' is-wide' : ''}` },
    element('header', {}, element('h3', {}, title), chip),
    ...children,
  );
const chip = (tone, words) => element('span', { class: `chip is-${tone}` }, words);

function streamCard(readers) {
  const connected = readers.filter(({ connectedSince }) => connectedSince !== null);
  const sum = (name) => readers.reduce((total, reader) => total + reader[name], 0);
  const lastEventAt = Math.max(0, ...readers.map((reader) => reader.lastEventAt ?? 0));
  const lost = sum('overflow') + sum('rejected');
  const shown =
    connected.length > 0 ? chip('good', 'Connected') : chip('bad', readers.length > 0 ? 'Not connected' : 'No reader');
  const words = readers.find(({ trouble: said }) => said)?.trouble;
  const last = element(
    'div',
    {},
    element('dt', {}, 'last event'),
    element('dd', {}, lastEventAt > 0 ? agoElement(lastEventAt) : '–'),
  );
  return card(
    'Autoplay’s stream',
    shown,
    false,
    element(
      'dl',
      { class: 'figures' },
      figure(readers.length === 1 ? 'reader' : 'readers', `${connected.length} of ${readers.length}`),
      last,
      figure('events', sum('received').toLocaleString()),
      figure('reconnects', sum('reconnects').toLocaleString()),
      figure('lost', lost.toLocaleString(), lost > 0),
    ),
    words ? element('p', { class: 'said is-bad' }, words) : null,
  );
}

function intercomCard({ window, paused, banned }) {
  const bar = element('span');
  bar.style.width = `${Math.min(100, Math.round(window.share * 100))}%`;
  const shown = paused
    ? chip('bad', 'Paused')
    : banned
      ? chip('odd', 'Waits for the next window')
      : chip('good', 'Sending');
  return card(
    'Intercom’s rate limit',
    shown,
    false,
    element(
      'div',
      {
        class: `meter${window.share > 0.95 ? ' is-bad' : ''}`,
        role: 'meter',
        'aria-label': 'Calls of this window',
        'aria-valuemin': '0',
        'aria-valuemax': String(window.limit),
        'aria-valuenow': String(window.used),
      },
      bar,
    ),
    element(
      'dl',
      { class: 'figures' },
      figure('calls in this window of 10 s', window.used.toLocaleString()),
      figure('allowed', window.limit.toLocaleString()),
    ),
    paused
      ? element(
          'p',
          { class: 'said is-bad' },
          `${paused.reason.replaceAll('_', ' ')}, since ${ago(paused.since)}; one call tries every 20 s`,
        )
      : null,
    banned ? element('p', { class: 'said' }, banned.reason.replaceAll('_', ' ')) : null,
  );
}

const STATES = ['waiting', 'active', 'delayed', 'failed'];

function queuesCard(queues) {
  const cell = (n, state) =>
    element(
      'td',
      {
        class:
          [n === 0 ? 'is-zero' : state === 'failed' ? 'is-bad' : '', state === 'delayed' ? 'is-minor' : '']
            .join(' ')
            .trim() || null,
      },
      n.toLocaleString(),
    );
  const head = element(
    'tr',
    {},
    element('th', { scope: 'col' }, 'Queue'),
    ...STATES.map((state) => element('th', { scope: 'col', class: state === 'delayed' ? 'is-minor' : null }, state)),
  );
  const rows = queues.map(({ name, description, counts }) =>
    element(
      'tr',
      {},
      element('td', {}, element('a', { href: `../queues/queue/${name}` }, name), element('small', {}, description)),
      ...STATES.map((state) => cell(counts[state] ?? 0, state)),
    ),
  );
  return card(
    'Queues',
    element('a', { class: 'button', href: '../queues/' }, 'Bull Board', icon('out')),
    true,
    element('table', { class: 'queues' }, element('thead', {}, head), element('tbody', {}, ...rows)),
  );
}

function deadLettersCard(store, { deadLetters, mayWrite }) {
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

function troubleCard(items) {
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

function droppedCard(dropped) {
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
