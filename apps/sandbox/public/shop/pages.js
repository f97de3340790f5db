import { checkoutPage, paidPage, pricingPage } from './pages/buying.js';
import { articlePage, helpPage, missingPage, searchPage } from './pages/finding.js';
import { homePage } from './pages/home.js';
import { newProjectPage, projectPage, projectsPage } from './pages/projects.js';
import { settingsPage, signInPage, signUpPage } from './pages/account.js';

const PAGES = {
  '/': homePage,
  '/pricing': pricingPage,
  '/checkout': checkoutPage,
  '/checkout/done': paidPage,
  '/signup': signUpPage,
  '/login': signInPage,
  '/settings': settingsPage,
  '/projects': projectsPage,
  '/projects/new': newProjectPage,
  '/search': searchPage,
  '/help': helpPage,
};
const BY_ID = { '/projects/': projectPage, '/help/': articlePage };

/** `{title, kind, content()}` of the page at a path of the product. */
export function pageAt(path) {
  const { pathname, searchParams } = new URL(path, location.origin);
  const bare = pathname.replace(/(?<=.)\/+$/, '');
  const [start] = /^\/[a-z]+\//.exec(bare) ?? [];
  const known = Object.hasOwn(PAGES, bare) ? PAGES[bare](searchParams) : null;
  return known ?? (start && BY_ID[start]?.(bare.slice(start.length))) ?? missingPage();
}
