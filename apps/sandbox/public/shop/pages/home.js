import { element } from '../../pages/element.js';
import { link } from '../parts.js';

const BARS = ['Brief', 'Design', 'Build', 'Try it', 'Ship'];
const POINTS = [
  ['One line for every promise', 'Who does what until when, on one timeline that fits on a screen.'],
  ['Dates that move together', 'Shift one, and what depends on it follows. What does not stays put.'],
  ['Quiet by default', 'You hear of what changed for you, once a day, and of nothing else.'],
];

export const homePage = () => ({
  title: 'Home',
  kind: 'home',
  content: () => [
    element(
      'section',
      { class: 'hero' },
      element(
        'div',
        { class: 'hero-words' },
        element('p', { class: 'eyebrow' }, 'Planning for small teams'),
        element('h1', {}, 'Plans that survive Monday'),
        element(
          'p',
          { class: 'lead' },
          'Northwind keeps what you promised, who does it and what moved, on one calm timeline.',
        ),
        element(
          'p',
          { class: 'calls' },
          link('/signup', 'Start free', { class: 'button' }),
          link('/pricing', 'See pricing', { class: 'button is-plain' }),
        ),
      ),
      element(
        'div',
        { class: 'chart', 'aria-hidden': 'true' },
        element('div', { class: 'chart-days' }, ...['M', 'T', 'W', 'T', 'F'].map((day) => element('span', {}, day))),
        ...BARS.map((name, at) => element('div', { class: `bar bar-${at + 1}` }, name)),
        element('i', { class: 'chart-now' }),
      ),
    ),
    element(
      'section',
      { class: 'points', 'aria-label': 'What it does' },
      ...POINTS.map(([title, words]) => element('div', {}, element('h2', {}, title), element('p', {}, words))),
    ),
  ],
});
