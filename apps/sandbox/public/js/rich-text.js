const KEPT = new Set(['P', 'BR', 'H2', 'UL', 'OL', 'LI', 'B', 'I']);

/**
 * A message body as nodes: the few tags that Intercom keeps and links to http(s), rebuilt one by one without attributes;
 * of everything else only the text. Nothing is ever given to innerHTML.
 */
export function richText(html) {
  const fragment = document.createDocumentFragment();
  copy(new DOMParser().parseFromString(html ?? '', 'text/html').body, fragment);
  return fragment;
}

export function plainText(html) {
  const broken = (html ?? '').replaceAll(/<br\s*\/?>|<\/p>/gi, ' ');
  return new DOMParser().parseFromString(broken, 'text/html').body.textContent.replaceAll(/\s+/g, ' ').trim();
}

function copy(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType !== Node.ELEMENT_NODE || node.nodeName === 'SCRIPT' || node.nodeName === 'STYLE') continue;
    const target = KEPT.has(node.nodeName) ? document.createElement(node.nodeName) : link(node);
    if (target) to.append(target);
    copy(node, target ?? to);
  }
}

function link(node) {
  const address = node.nodeName === 'A' ? node.getAttribute('href') : null;
  if (!address || !/^https?:\/\//i.test(address)) return null;
  const built = document.createElement('a');
  built.href = address;
  built.target = '_blank';
  built.rel = 'noopener noreferrer';
  return built;
}
