import { clockOf } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import * as api from './api.js';
import { figure, plural } from './parts.js';

const PRESETS = ['recipe', 'calm', 'quiet'];
const LOOKS = {
  link: ['note', 'What led to the question'],
  actions: ['note', 'Note'],
  summary: ['summary', 'Summary'],
};

/** The thread of one preset. */
export class PreviewThread {
  #source = null;
  #round = 0;
  #preset;
  #figures = element('dl', { class: 'tally' });
  #notes = element('div', { class: 'preview-notes' });

  constructor(preset) {
    const options = PRESETS.map((name) => element('option', { value: name, selected: name === preset }, name));
    this.#preset = element('select', { 'aria-label': 'Preset' }, ...options);
    this.#preset.addEventListener('change', () => this.load(...this.#source));
    this.element = element(
      'section',
      { class: 'card preview-thread' },
      element('header', {}, this.#preset),
      this.#figures,
      this.#notes,
    );
  }

  /** What an earlier call brings after this does not count. */
  async load(kind, id) {
    this.#source = [kind, id];
    const round = ++this.#round;
    const found = await api.preview(kind, id, this.#preset.value).catch((error) => error);
    if (round !== this.#round) return;
    const told = found instanceof Error ? [] : figuresOf(found.figures);
    this.#figures.replaceChildren(...told);
    this.#notes.replaceChildren(...(found instanceof Error ? [said(found.message)] : threadOf(found)));
  }
}

const said = (words) => element('p', { class: 'said' }, words);

const figuresOf = ({ actions, visible, tombstones, per100 }) => [
  figure(`visible of ${plural(actions, 'action')}`, String(visible)),
  figure('deleted', String(tombstones)),
  figure('lines per 100 actions', String(per100.lines)),
];

const threadOf = ({ notes, remarks }) => [
  ...(notes.length > 0 ? notes.map(cardOf) : [said('No notes.')]),
  ...remarks.map(said),
];

function cardOf({ kind, at, actions, lines, hurried, deletedAt }) {
  const time = element('time', { datetime: new Date(at).toISOString() }, clockOf(at));
  if (deletedAt !== null)
    return element(
      'article',
      { class: 'gone' },
      icon('redaction'),
      element('em', {}, 'This message was deleted'),
      time,
    );
  const [mark, title] = LOOKS[kind];
  return element(
    'article',
    { class: `note is-${kind}` },
    element(
      'header',
      {},
      icon(mark),
      element('strong', {}, title),
      plural(actions, 'action'),
      hurried ? element('span', { class: 'chip is-odd' }, 'at once: a signal') : null,
      time,
    ),
    element('p', {}, lines.join('\n')),
  );
}
