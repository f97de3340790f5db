import { element } from '../pages/element.js';

/** Initials on one of eight tints; the same name always has the same one. */
export function avatar(name, kind = 'person') {
  const letters = name
    .split(/[\s@.]+/)
    .filter(Boolean)
    .slice(0, 2)
    .map((word) => word[0].toUpperCase());
  const tint = kind === 'person' ? [...name].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) % 8, 7) : kind;
  return element('span', { class: 'avatar', 'data-tint': tint, 'aria-hidden': 'true' }, letters.join(''));
}
