import { element } from '../../pages/element.js';
import { icon } from '../../pages/icons.js';
import { button, heading, link } from '../parts.js';
import { record } from '../recorder.js';
import { go } from '../route.js';
import { ARTICLES, projects } from '../stock.js';

function searchForm(sought = '') {
  const input = element('input', {
    type: 'search',
    id: 'sought',
    value: sought,
    'aria-label': 'Search',
    placeholder: 'Projects and help',
  });
  const form = element(
    'form',
    { class: 'search', role: 'search' },
    input,
    button('Search', { class: 'button', 'data-label': 'Search button' }),
  );
  form.addEventListener(
    'submit',
    () => input.value.trim() !== '' && go(`/search?q=${encodeURIComponent(input.value.trim())}`),
  );
  return form;
}

function found(sought) {
  const has = (text) => text.toLowerCase().includes(sought.toLowerCase());
  return [
    ...projects()
      .filter(({ name }) => has(name))
      .map(({ id, name }) => [`/projects/${id}`, name, 'Project']),
    ...ARTICLES.filter(({ title, words }) => has(title + words.join(' '))).map(({ id, title }) => [
      `/help/${id}`,
      title,
      'Help article',
    ]),
  ];
}

export const searchPage = (query) => ({
  title: 'Search',
  kind: 'search',
  content() {
    const sought = query.get('q')?.trim() ?? '';
    const results = sought === '' ? [] : found(sought);
    const nothing = sought !== '' && results.length === 0;
    if (nothing) queueMicrotask(() => record('message', `No results for ${sought}`));
    return [
      heading('Search'),
      searchForm(sought),
      element(
        'ul',
        { class: 'results' },
        ...results.map(([path, name, kind]) => element('li', {}, link(path, name), element('span', {}, kind))),
      ),
      nothing
        ? element(
            'div',
            { class: 'nothing', role: 'status' },
            icon('search'),
            element('h2', {}, `No results for “${sought}”`),
            element('p', {}, 'Try fewer words, or ask us with the bubble in the corner.'),
          )
        : null,
    ].filter(Boolean);
  },
});

export const helpPage = () => ({
  title: 'Help centre',
  kind: 'help',
  content: () => [
    heading('How can we help?'),
    searchForm(),
    element(
      'ul',
      { class: 'results' },
      ...ARTICLES.map(({ id, title }) => element('li', {}, link(`/help/${id}`, title))),
    ),
  ],
});

export function articlePage(id) {
  const article = ARTICLES.find((one) => one.id === id);
  if (!article) return null;
  return {
    title: article.title,
    kind: 'article',
    content: () => [
      element(
        'p',
        { class: 'crumb' },
        link('/help', [icon('back'), 'Help centre'], { 'data-label': 'Back to Help centre' }),
      ),
      heading(article.title),
      ...article.words.map((words) => element('p', { class: 'prose' }, words)),
      element('p', { class: 'aside' }, 'Did this help? ', helpful('Yes'), ' ', helpful('No')),
    ],
  };
}

function helpful(words) {
  const pressed = element('button', { type: 'button', class: 'fill' }, words);
  pressed.addEventListener('click', () => pressed.parentElement.replaceChildren('Thank you.'));
  return pressed;
}

export const missingPage = () => ({
  title: 'Page not found',
  kind: 'narrow',
  content: () => [
    heading('There is no such page', 'It may have moved, or the address has a slip.'),
    link('/', 'Go home', { class: 'button' }),
  ],
});
