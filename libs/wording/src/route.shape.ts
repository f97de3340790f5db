/** A word of a route: letters, perhaps two or three of them joined; anything else may be an id, a name or a token. */
const WORD = /^\p{L}{1,24}(?:[-_]\p{L}{1,20}){0,3}$/u;
/** What follows such a word is a secret, or stands for a person. */
const BEFORE_A_SECRET = /^(?:reset|magic|invite|invitation|verify|confirm|token|unsubscribe|u|users?|customers?)$/i;
/** The connector's own placeholder. */
const PLACEHOLDER = /^:[A-Za-z]\w{0,20}$/;
/** No vowel in five letters or more is no word. */
const UNSPEAKABLE = /^[bcdfghjklmnpqrstvwxz]{5,}$/i;
const MOST_SEGMENTS = 5;

const decoded = (segment: string) => {
  try {
    return decodeURIComponent(segment);
  } catch {
    return '%';
  }
};

const isWord = (segment: string) => PLACEHOLDER.test(segment) || (WORD.test(segment) && !UNSPEAKABLE.test(segment));

/** `/orders/:id/edit` for the URL of a page: its words stay, all else is `:id`; without query and fragment. '' for what is no URL. */
export function routeShape(url: string): string {
  if (!URL.canParse(url)) return '';
  const segments = new URL(url).pathname.split('/').filter(Boolean).map(decoded);
  const shaped = segments.map((segment, n) =>
    isWord(segment) && !BEFORE_A_SECRET.test(segments[n - 1] ?? '') ? segment : ':id',
  );
  const shown = shaped.length > MOST_SEGMENTS ? [...shaped.slice(0, MOST_SEGMENTS), '…'] : shaped;
  return `/${shown.join('/')}`;
}
