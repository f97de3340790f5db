import { element } from '../pages/element.js';

/**
 * The components of a canvas as nodes, as Intercom draws them: texts are text, whatever they look like, but for bold and links, and only
 * http(s) is a link. What is not known is left out. `press` is given the id of a button.
 */
export function canvasNodes(components, press) {
  return components.map((component) => DRAWN[component?.type]?.(component, press)).filter(Boolean);
}

const TEXTS = { header: 'h4', paragraph: 'p', muted: 'p', error: 'p' };
const DRAWN = {
  text: ({ text, style }) =>
    element(TEXTS[style] ?? 'p', { class: `canvas-text is-${style in TEXTS ? style : 'paragraph'}` }, ...marked(text)),
  divider: () => element('hr', { class: 'canvas-divider' }),
  spacer: () => element('div', { class: 'canvas-spacer' }),
  button: ({ id, label, style, action }, press) => {
    const look = { class: `canvas-button is-${style === 'link' ? 'link' : 'plain'}` };
    if (action?.type === 'url') return isWeb(action.url) && link(action.url, label, look);
    return element('button', { ...look, type: 'button', 'data-component': id, on: { click: () => press(id) } }, label);
  },
};

const isWeb = (url) => /^https?:\/\//i.test(url ?? '');
const link = (href, words, look = {}) =>
  element('a', { ...look, href, target: '_blank', rel: 'noopener noreferrer' }, words);

/** An escaped character, something bold, a link. */
const MARK = /\\([^\w\s])|\*\*((?:\\.|[^*\\])+)\*\*|\[((?:\\.|[^\]\\])+)\]\((https?:\/\/[^\s)]+)\)/g;
const plain = (text) => text.replace(/\\([^\w\s])/g, '$1');

function marked(text) {
  const nodes = [];
  let from = 0;
  for (const { 0: whole, 1: escaped, 2: bold, 3: words, 4: href, index } of String(text).matchAll(MARK)) {
    nodes.push(text.slice(from, index));
    nodes.push(escaped ?? (bold ? element('b', {}, plain(bold)) : link(href, plain(words))));
    from = index + whole.length;
  }
  return [...nodes, String(text).slice(from)];
}
