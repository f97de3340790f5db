const WORDS = /^[a-z]+(?:[-_.][a-z]+)*$/i;

/**
 * Where a URL leads without what is particular about it: its path, each segment that is not made of words as `:id`; no host, query or
 * fragment. `https://shop.example/orders/10481/thanks?x=1` is `/orders/:id/thanks`.
 */
export function routeShape(url: string): string {
  const path = /^(?:[a-z][a-z\d+.-]*:)?(?:\/\/[^/?#]*)?([^?#]*)/i.exec(url)?.[1] ?? '';
  const segments = path.split('/').filter((segment) => segment !== '');
  return `/${segments.map((segment) => (segment.length <= 40 && WORDS.test(segment) ? segment : ':id')).join('/')}`;
}
