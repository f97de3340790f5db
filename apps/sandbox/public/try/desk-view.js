import { element } from '../pages/element.js';
import { ask } from './ask.js';

const FAULTS = {
  'intercom-down': ['Intercom down', 'Every call is answered with 503 until you switch it off'],
  'rate-limited': ['429', 'Every call is refused with 429 until you switch it off'],
  slow: ['Slow', 'Every call takes 2.5 s more'],
  'answer-lost': ['Answer lost', 'The next note is stored, but the service never hears of it'],
  'llm-down': ['LLM down', 'Every question to the LLM fails'],
};
const PRESETS = [
  ['recipe', 'Every action, line by line'],
  ['calm', 'Grouped by page, seldom a note'],
  ['quiet', 'Only what matters, nothing deleted'],
];

/** The switches: what is broken, and how busy the thread is. */
export class DeskView {
  constructor({ faults, presets }, changed) {
    Object.assign(this, { faults, presets, changed });
    this.switches = Object.entries(FAULTS).map(([name, [words, title]]) => this.#switch(name, words, title));
    this.kill = this.#deed('Kill writer', 'SIGKILL to the process that posts; it is started again', '/kill-writer');
    faults.append(...this.switches, this.#deed('Cut stream', 'The connection breaks in the middle', '/cut'), this.kill);
    this.choices = PRESETS.map(([name, title]) => this.#choice(name, title));
    presets.append(...this.choices);
    this.kill.hidden = true;
  }

  show({ faults, preset, steady }) {
    const on = new Map(faults.map((fault) => [fault.name, fault.on]));
    for (const one of this.switches) one.setAttribute('aria-pressed', String(on.get(one.dataset.name) ?? false));
    this.presets.hidden = this.kill.hidden = preset === null;
    this.presets.setAttribute('aria-busy', String(!steady));
    for (const one of this.choices) one.setAttribute('aria-pressed', String(one.dataset.name === preset));
  }

  #switch(name, words, title) {
    const pressed = () => ask('POST', '/faults', { name, on: one.getAttribute('aria-pressed') !== 'true' });
    const one = this.#button('fault', words, title, pressed);
    one.dataset.name = name;
    one.setAttribute('aria-pressed', 'false');
    return one;
  }

  #deed(words, title, path) {
    return this.#button('fault', words, title, () => ask('POST', path));
  }

  #choice(name, title) {
    const words = name.charAt(0).toUpperCase() + name.slice(1);
    const one = this.#button('', words, title, () => ask('POST', '/preset', { preset: name }));
    one.dataset.name = name;
    one.setAttribute('aria-pressed', 'false');
    return one;
  }

  /** What it does changes what is shown: that is asked anew whether it went well or not. */
  #button(look, words, title, does) {
    const click = () =>
      does()
        .catch(() => undefined)
        .then(this.changed);
    return element('button', { type: 'button', class: look, title, on: { click } }, words);
  }
}
