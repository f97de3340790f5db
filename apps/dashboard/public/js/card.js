import { element } from '../pages/element.js';

/** A titled box of the overview. */
export const card = (title, chip, wide, ...children) =>
  element(
    'section',
    { class: `card${wide ? ' is-wide' : ''}` },
    element('header', {}, element('h3', {}, title), chip),
    ...children,
  );

export const chip = (tone, words) => element('span', { class: `chip is-${tone}` }, words);
