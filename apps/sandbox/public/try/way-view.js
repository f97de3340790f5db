import { element } from '../pages/element.js';

const STOPS = [
  ['browser', 'Browser'],
  ['stream', 'Stream'],
  ['queue', 'Queue'],
  ['buffer', 'Buffer'],
  ['waiting', 'Waits for quiet'],
  ['note', 'Note'],
];
const COUNTS = [
  ['sent', 'Sent'],
  ['posted', 'Posted'],
  ['waits', 'On the way'],
  ['lost', 'Lost'],
  ['doubled', 'Doubled'],
];

/** The way of the newest action, and the sum of all of them. */
export class WayView {
  #shown = '';

  constructor(places) {
    Object.assign(this, places);
    this.stops = STOPS.map(([name, words], at) =>
      element('li', { class: `stop${at === STOPS.length - 1 ? ' is-last' : ''}`, 'data-stop': name }, words),
    );
    this.way.append(...this.stops);
    this.counts = new Map(
      COUNTS.map(([name, words]) => [
        name,
        element('div', { 'data-count': name }, element('dt', {}, words), element('dd', {}, '0')),
      ]),
    );
    this.budget = element('div', { 'data-count': 'budget' }, element('dt', {}, 'Calls / 10 s'), element('dd', {}, '0'));
    this.ledger.append(...this.counts.values(), this.budget);
  }

  show(news, sessionId) {
    const words = news.text ?? 'Nothing yet';
    if (this.last.textContent !== words) this.last.textContent = words;
    this.#showStops(news);
    this.#showLedger(news.ledger);
    this.budget.lastChild.textContent = String(news.budget.used);
    this.budget.title = `Calls of Intercom's API in the window of ${news.budget.windowMs / 1000} s, of ${news.budget.of} allowed`;
    this.#showLinks(news.desk.opsUrl, sessionId);
  }

  #showStops({ stage, tookMs, paused }) {
    const done = stage === 'posted';
    const at = done ? STOPS.length - 1 : STOPS.findIndex(([name]) => name === stage);
    this.stops.forEach((stop, place) => {
      stop.classList.toggle('is-past', place < at);
      stop.classList.toggle('is-now', place === at);
      if (place === at) stop.setAttribute('aria-current', 'step');
      else stop.removeAttribute('aria-current');
    });
    const seconds = tookMs === null ? '' : ` after ${(tookMs / 1000).toFixed(1)} s`;
    this.stops.at(-1).textContent = done ? `Note${seconds}` : paused ? 'Note (paused)' : 'Note';
    this.way.dataset.stage = stage;
  }

  #showLedger({ sent, posted, lost, doubled }) {
    const missing = lost ?? 0;
    const figures = { sent, posted, waits: Math.max(0, sent - posted - missing), lost: lost ?? '–', doubled };
    for (const [name, figure] of Object.entries(figures)) {
      const count = this.counts.get(name);
      count.lastChild.textContent = String(figure);
      if (name === 'lost' || name === 'doubled') count.className = figure > 0 ? 'is-bad' : sent > 0 ? 'is-good' : '';
    }
  }

  #showLinks(opsUrl, sessionId) {
    const is = `${opsUrl} ${sessionId}`;
    if (is === this.#shown || !opsUrl || !/^https?:/.test(opsUrl)) return;
    this.#shown = is;
    const to = (address, words) => element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, words);
    this.links.replaceChildren(
      to(new URL(`/ops#/of/${encodeURIComponent(sessionId)}`, opsUrl).href, 'Timeline'),
      to(new URL('/queues', opsUrl).href, 'Queues'),
    );
  }
}
