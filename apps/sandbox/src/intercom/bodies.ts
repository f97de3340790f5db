import escapeHtml from 'escape-html';
import { convert } from 'html-to-text';
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

/** A customer types text, not HTML: what the messenger makes of it; quotes stay as they are. */
export function typedHtml(text: string): string {
  const escaped = escapeHtml(text).replaceAll('&#39;', "'").replaceAll('&quot;', '"');
  return `<p>${escaped.replace(/\r\n|\r|\n/g, '<br>')}</p>`;
}

const AS_TEXT = {
  wordwrap: false as const,
  selectors: [
    { selector: 'a', options: { ignoreHref: true } },
    { selector: 'h2', options: { uppercase: false } },
  ],
};

/** The text of a body without its tags, as webhooks of newer apps carry it. */
export function plainText(html: string | null): string | null {
  return html === null ? null : convert(html, AS_TEXT);
}
