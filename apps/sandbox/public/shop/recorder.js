import { here } from './route.js';
import { visit } from './visit.js';

const AGAIN_MS = 1_000;
const FIELDS = 'input:not([type=checkbox], [type=radio]), textarea, select';
const PRESSED = 'a, button, summary, input[type=checkbox], input[type=radio], [role=switch]';

let waiting = [];
let telling = false;

/** Writes down what is done, and never what is typed: a field is known by its label. */
export function record(type, label = '') {
  waiting.push({ type, label: label.replaceAll(/\s+/g, ' ').trim().slice(0, 160), path: here(), at: Date.now() });
  void tell();
}

/** In order, one request at a time; what cannot be told now is told later. */
async function tell() {
  if (telling || waiting.length === 0 || !visit.sessionId) return;
  telling = true;
  const now = waiting.splice(0, 100);
  try {
    await visit.tell(now);
  } catch {
    waiting = [...now, ...waiting];
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    await visit.enter().catch(() => undefined);
  }
  telling = false;
  void tell();
}

export function startRecording() {
  const typedIn = new WeakSet();
  const on = (event, find, does) =>
    document.addEventListener(
      event,
      ({ target }) => {
        const found = target instanceof Element ? target.closest(find) : null;
        if (found && !found.closest('[data-unrecorded]')) does(found);
      },
      { capture: true },
    );
  on('click', PRESSED, (pressed) => record('click', labelOf(pressed)));
  on('focusin', FIELDS, (field) => {
    typedIn.delete(field);
    record('focus', labelOf(field));
  });
  on('input', FIELDS, (field) => {
    if (typedIn.has(field)) return;
    typedIn.add(field);
    record('type', labelOf(field));
  });
  on('focusout', FIELDS, (field) => record('blur', labelOf(field)));
  on('submit', 'form', (form) => {
    const sought = form.querySelector('input[type=search]')?.value.trim();
    record('submit', sought === undefined ? (form.dataset.label ?? 'Form') : `Search for "${sought}"`);
  });
  visit.addEventListener('change', () => void tell());
}

function labelOf(node) {
  return node.dataset.label ?? node.getAttribute('aria-label') ?? node.labels?.[0]?.dataset.label ?? textOf(node);
}

const textOf = (node) => (node.labels?.[0] ?? node).textContent;
