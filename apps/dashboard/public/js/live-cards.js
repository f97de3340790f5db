import { card, chip } from './card.js';
import { ago, agoElement } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { figure } from './parts.js';

export function streamCard(readers) {
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

export function intercomCard({ window, paused, banned }) {
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

export function queuesCard(queues) {
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
