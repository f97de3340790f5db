import { element } from '../pages/element.js';
import * as api from './api.js';
import { PreviewThread } from './preview-thread.js';
import { previewAddressOf } from './route.js';
import { backLink } from './subject-view.js';

const FIRST_SAMPLE = 'long-shop';

/** What an agent would see of a visit: the threads of two presets side by side. */
export class PreviewView {
  #shown = null;
  #samples = element('select', { id: 'sample' });
  #asked = element('input', {
    id: 'preview-session',
    type: 'search',
    placeholder: 'Session id',
    autocomplete: 'off',
    spellcheck: 'false',
    maxlength: '512',
  });
  #threads = [new PreviewThread('recipe'), new PreviewThread('calm')];

  constructor() {
    this.#samples.addEventListener('change', () => {
      if (location.hash === '#/preview') this.#load();
      else location.hash = '#/preview';
    });
    this.elements = [this.#head(), this.#body()];
  }

  /** @param session key or id of a recorded session; '': a sample */
  show(session) {
    if (session === this.#shown) return;
    const first = this.#shown === null;
    this.#shown = session;
    this.#asked.value = session;
    if (first) void this.#begin();
    else this.#load();
  }

  async #begin() {
    const { samples } = await api.samples().catch(() => ({ samples: [] }));
    this.#samples.replaceChildren(
      ...samples.map(({ name, language, actions }) =>
        element(
          'option',
          { value: name, selected: name === FIRST_SAMPLE },
          `${name} · ${actions} actions · ${language}`,
        ),
      ),
    );
    this.#load();
  }

  #load() {
    const source = this.#shown === '' ? ['samples', this.#samples.value || FIRST_SAMPLE] : ['sessions', this.#shown];
    for (const thread of this.#threads) void thread.load(...source);
  }

  #head() {
    return element(
      'header',
      { class: 'stage-head' },
      backLink(),
      element(
        'div',
        {},
        element('h2', {}, 'What would an agent see'),
        element('p', {}, 'The thread as it would be with a preset. Nothing is posted.'),
      ),
    );
  }

  #body() {
    const form = element(
      'form',
      { class: 'sources' },
      element('label', { for: 'preview-session' }, 'Recorded session', this.#asked),
      element('label', { for: 'sample' }, 'or a sample visit', this.#samples),
    );
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      const id = this.#asked.value.trim();
      location.hash = id === '' ? '#/preview' : previewAddressOf(id);
    });
    return element(
      'div',
      { class: 'stage-body preview' },
      form,
      element('div', { class: 'compare' }, ...this.#threads.map((thread) => thread.element)),
    );
  }
}
