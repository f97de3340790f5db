const BASE = '/shop';

/** The path within the product, with its query: what the product's own address would have. */
export const here = () => location.pathname.slice(BASE.length) + location.search || '/';

export const addressOf = (path) => BASE + path;

/** Goes to a page of the product; `main.js` shows it. */
export function go(path) {
  history.pushState(null, '', addressOf(path));
  dispatchEvent(new Event('shop:page'));
}
