import { canvasNodes } from './canvas.js';
import { element } from '../pages/element.js';

const AGAIN = { type: 'button', id: '', label: 'Try again', style: 'link' };
const muted = (text) => ({ type: 'text', text, style: 'muted' });

/** The app beside a conversation: a snapshot, asked for when the conversation is opened and when something in it is pressed. */
export class PanelView {
  #id = null;
  #canvas = null;
  #asked = 0;

  constructor() {
    this.body = element('div', { class: 'canvas', tabindex: '-1' });
    this.root = element(
      'section',
      { class: 'card panel', 'aria-label': 'Sidenote', hidden: true },
      element('h3', {}, element('i', { class: 'panel-mark', 'aria-hidden': 'true' }), 'Sidenote'),
      this.body,
    );
  }

  /** Nothing is asked where it is shown already. */
  open(id) {
    if (id === this.#id) return;
    this.#id = id;
    this.#draw([muted('Looking …')]);
    this.refresh();
  }

  refresh() {
    if (this.#id === null) this.root.hidden = true;
    else void this.#ask({});
  }

  async #ask(body) {
    const asked = ++this.#asked;
    this.body.setAttribute('aria-busy', 'true');
    const { canvas, status } = await ask(this.#id, body);
    if (asked !== this.#asked) return;
    this.body.removeAttribute('aria-busy');
    this.root.hidden = status === null;
    this.#canvas = canvas;
    this.#draw(canvas?.content.components ?? [muted(whyNot(status)), AGAIN]);
  }

  /** Who pressed by keyboard goes on from here. */
  #draw(components) {
    const within = this.body.contains(document.activeElement);
    const press = (id) => this.#ask(id === '' ? {} : { pressed: id, canvas: this.#canvas });
    this.body.replaceChildren(...canvasNodes(components, press));
    if (within) this.body.focus({ preventScroll: true });
  }
}

async function ask(id, body) {
  try {
    const answer = await fetch(`/control/conversations/${encodeURIComponent(id)}/canvas`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return answer.ok ? await answer.json() : { canvas: null, status: null };
  } catch {
    return { canvas: null, status: 0 };
  }
}

function whyNot(status) {
  if (status === 0) return 'The service does not answer.';
  return status === 200 ? 'The service answered with no canvas.' : `The service refused: HTTP ${status}.`;
}
