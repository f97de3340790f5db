/** The pages of the product, by the URL as the connector generalises it. */
const PLACES: [canonical: string, name: string][] = [
  ['/', 'Home'],
  ['/pricing', 'Pricing'],
  ['/signup', 'Sign up'],
  ['/login', 'Sign in'],
  ['/checkout', 'Checkout'],
  ['/checkout/done', 'Order confirmation'],
  ['/projects', 'Projects'],
  ['/projects/new', 'New project'],
  ['/projects/:id', 'Project'],
  ['/search', 'Search'],
  ['/settings', 'Settings'],
  ['/help', 'Help centre'],
  ['/help/:id', 'Help article'],
];

export const ORIGIN = 'https://app.northwind.example';

export interface Place {
  name: string;
  rawUrl: string;
  canonicalUrl: string;
}

/** The page at a path of the product; the query stays in the raw URL only, as in a browser's own. */
export function placeAt(path: string): Place {
  const bare = path.replace(/[?#].*$/, '').replace(/(?<=.)\/+$/, '') || '/';
  const [canonical, name] = PLACES.find(([place]) => fits(place, bare)) ?? [bare, 'Page not found'];
  return { name, rawUrl: ORIGIN + path, canonicalUrl: ORIGIN + canonical };
}

function fits(place: string, path: string): boolean {
  const [wanted, given] = [place.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => part === ':id' || part === given[at]);
}
