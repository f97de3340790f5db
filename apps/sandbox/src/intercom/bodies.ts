import sanitizeHtml from 'sanitize-html';

const KEPT: sanitizeHtml.IOptions = {
  allowedTags: ['p', 'br', 'h2', 'ul', 'ol', 'li', 'b', 'i', 'a'],
  allowedAttributes: { a: ['href'] },
  allowedSchemes: ['http', 'https', 'mailto'],
  transformTags: { strong: 'b', em: 'i', h1: 'h2' },
};

/** A message body as Intercom keeps it: a few tags survive, scripts go with their text, everything else leaves its text. */
export function keptHtml(body: string): string {
  return sanitizeHtml(body, KEPT);
}

/** A customer types text, not HTML: what the messenger makes of it. */
export function typedHtml(text: string): string {
  const escaped = sanitizeHtml(text, { allowedTags: [], allowedAttributes: {}, disallowedTagsMode: 'recursiveEscape' });
  return `<p>${escaped.replace(/\r\n|\r|\n/g, '<br>')}</p>`;
}

/** The text of a body without its tags, as webhooks of newer apps carry it. */
export function plainText(html: string | null): string | null {
  if (html === null) return null;
  const broken = html.replace(/<br\s*\/?>|<\/p>\s*(?=<)/g, '\n');
  const text = sanitizeHtml(broken, { allowedTags: [], allowedAttributes: {} });
  return text
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&amp;/g, '&')
    .trim();
}
