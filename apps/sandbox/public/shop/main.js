import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { startChat } from './chat.js';
import { pageAt } from './pages.js';
import { record, startRecording } from './recorder.js';
import { addressOf, go, here } from './route.js';
import { forgetStock } from './stock.js';
import { visit } from './visit.js';

const byId = (id) => document.getElementById(id);
const MENU = [
  ['/pricing', 'Pricing'],
  ['/projects', 'Projects'],
  ['/help', 'Help'],
];

function showPage({ focus = true } = {}) {
  const page = pageAt(here());
  document.title = `${page.title} · Northwind`;
  byId('page').replaceChildren(...page.content());
  byId('page').className = `page is-${page.kind}`;
  showMenu();
  scrollTo(0, 0);
  if (focus) byId('page').focus({ preventScroll: true });
  record('pageview');
  tellParent();
}

function showMenu() {
  const current = here().split(/[/?]/)[1];
  byId('menu').replaceChildren(
    ...MENU.map(([path, name]) =>
      element('a', { href: addressOf(path), 'aria-current': path === `/${current}` ? 'page' : null }, name),
    ),
  );
  const { person } = visit;
  byId('account').replaceChildren(
    element('a', { class: 'tool-link', href: addressOf('/search'), 'aria-label': 'Search' }, icon('search')),
    ...(person
      ? [
          element(
            'a',
            {
              class: 'me',
              href: addressOf('/settings'),
              'data-label': 'Settings',
              title: `Settings of ${person.name}`,
            },
            initialsOf(person.name),
          ),
        ]
      : [
          element('a', { class: 'quiet-link', href: addressOf('/login') }, 'Sign in'),
          element('a', { class: 'button is-small', href: addressOf('/signup') }, 'Start free'),
        ]),
  );
}

const initialsOf = (name) =>
  name
    .split(/\s+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('');

/** Links of the product stay in the page; everything else is the browser's business. */
document.addEventListener('click', (event) => {
  const link = event.target instanceof Element ? event.target.closest('a[href^="/shop"]') : null;
  if (!link || event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
  event.preventDefault();
  go(link.getAttribute('href').slice('/shop'.length) || '/');
});
document.addEventListener('submit', (event) => event.preventDefault());
addEventListener('popstate', () => showPage());
addEventListener('shop:page', () => showPage());

/** The page around us, if there is one, is told whose visit this is; it may ask for a new one. */
const tellParent = () =>
  parent !== window &&
  parent.postMessage({ visit: visit.sessionId, person: visit.person, path: here() }, location.origin);
visit.addEventListener('change', ({ detail }) => {
  tellParent();
  if (detail.who) showMenu();
});
addEventListener('message', async ({ origin, data }) => {
  if (origin !== location.origin || data?.ask !== 'start-over') return;
  await visit.startOver();
  forgetStock();
  go('/');
});

startRecording();
startChat(byId('chat'), visit);
await visit.enter();
showPage({ focus: false });
