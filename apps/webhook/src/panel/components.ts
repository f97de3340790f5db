import { shortened } from './shortened';

/** What a canvas is made of, as far as the panel needs it. Bold and links are Markdown: texts from outside are escaped. */
export type Component =
  | { type: 'text'; id?: string; text: string; style: 'header' | 'paragraph' | 'muted' | 'error' }
  | { type: 'divider' }
  | { type: 'spacer'; size: 'xs' | 's' }
  | {
      type: 'button';
      id: string;
      label: string;
      style: 'secondary' | 'link';
      action: { type: 'submit' } | { type: 'url'; url: string };
    };

export interface Canvas {
  canvas: { content: { components: Component[] }; stored_data: Record<string, never> };
}

/** Text from outside as a canvas shows it: one line, no markup of its own. */
export const escaped = (text: string): string =>
  text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .replace(/[\\*_[\]()`~#<>|!]/g, '\\$&');

/** Cut before it is escaped, so that no escape is cut in two. */
export const cut = (text: string, most: number): string => escaped(shortened(text, most));

export const header = (text: string): Component => ({ type: 'text', text, style: 'header' });
export const paragraph = (text: string): Component => ({ type: 'text', text, style: 'paragraph' });
export const muted = (text: string): Component => ({ type: 'text', text, style: 'muted' });

export const button = (id: string, label: string): Component => ({
  type: 'button',
  id,
  label,
  style: 'link',
  action: { type: 'submit' },
});

export const canvasOf = (components: Component[]): Canvas => ({
  canvas: { content: { components }, stored_data: {} },
});
