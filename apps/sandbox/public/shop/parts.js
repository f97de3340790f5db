import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { record } from './recorder.js';
import { addressOf } from './route.js';

let fields = 0;

/** A labelled field; what is typed into it stays in the page. */
export function field(label, attributes = {}, hint = null) {
  const id = `field-${++fields}`;
  const hintId = hint === null ? null : `${id}-hint`;
  return element(
    'div',
    { class: 'field' },
    element('label', { for: id }, label),
    element('input', { id, name: id, type: 'text', autocomplete: 'off', 'aria-describedby': hintId, ...attributes }),
    hint === null ? null : element('p', { class: 'hint', id: hintId }, hint),
  );
}

export const valueOf = (form, at) => form.querySelectorAll('input, select, textarea')[at].value.trim();

export const button = (words, attributes = {}) =>
  element('button', { class: 'button', type: 'submit', ...attributes }, words);

export const link = (path, words, attributes = {}) =>
  element('a', { href: addressOf(path), ...attributes }, ...[words].flat());

export const heading = (words, lead = null) =>
  element(
    'div',
    { class: 'heading' },
    element('h1', {}, words),
    lead === null ? null : element('p', { class: 'lead' }, lead),
  );

/** A place for one message, kept free so that nothing moves; what is shown there is seen, and recorded as such. */
export function messageLine() {
  const line = element('div', { class: 'message', role: 'status' });
  return {
    line,
    show(tone, words, ...more) {
      line.className = `message is-${tone}`;
      line.replaceChildren(icon(tone === 'bad' ? 'alert' : 'good'), element('p', {}, words), ...more);
      record('message', words);
    },
    clear() {
      line.className = 'message';
      line.replaceChildren();
    },
  };
}

/** Work that takes a moment: the button says so and cannot be pressed meanwhile. */
export async function busy(pressed, ms) {
  pressed.setAttribute('aria-busy', 'true');
  await new Promise((resolve) => setTimeout(resolve, ms));
  pressed.removeAttribute('aria-busy');
}
