import { cut } from '@app/notes';
import type { SummarisedAction } from '../summariser';
import { type Deed, type Digest, digestOf, type PageDigest } from './digest';

/** About what an agent reads at a glance; what does not fit is dropped from the least telling on. */
const MAX_TEXT = 900;
const MAX_LABEL = 60;
const MAX_QUOTE = 200;
const MOST_TROUBLES = 3;
const MOST_FIELDS = 6;
const MOST_DEEDS = 60;
const MOST_IDLE_PAGES = 12;

const named = (label: string) => cut(label, MAX_LABEL);
const quoted = (text: string) => `"${cut(text, MAX_QUOTE)}"`;
const counted = ({ label, times }: Deed) => `${named(label)}${times > 1 ? ` ×${times}` : ''}`;

/** `filled in Email, Full name and 2 more` as one, everything else by itself. */
function partsOf({ deeds }: PageDigest): string[] {
  const of = (kind: Deed['kind']) => deeds.filter((deed) => deed.kind === kind);
  const fields = of('type');
  const more = fields.length - MOST_FIELDS;
  const filled = fields.slice(0, MOST_FIELDS).map(counted).join(', ') + (more > 0 ? ` and ${more} more` : '');
  return [
    ...(fields.length > 0 ? [`filled in ${filled}`] : []),
    ...deeds.filter(({ kind }) => kind !== 'type' && kind !== 'submit').map(counted),
    ...of('submit').map((deed) => `submitted ${counted(deed)}`),
  ];
}

function pageSentence(digest: PageDigest): string {
  const head = `${named(digest.page || 'Somewhere')}${digest.visits > 1 ? ` (opened ${digest.visits}×)` : ''}`;
  const parts = partsOf(digest);
  return parts.length > 0 ? `${head}: ${parts.join(', ')}` : head;
}

function troubleSentence({ troubles }: Digest): string[] {
  return troubles.slice(-MOST_TROUBLES).map(({ text, times, after, tries }) => {
    const shown = `It said ${quoted(text)}${times > 1 ? ` (${times}×)` : ''}`;
    return after ? `${shown} after ${named(after)}${tries > 1 ? ` (tried ${tries}×)` : ''}.` : `${shown}.`;
  });
}

function endSentences({ unsent, last }: Digest): string[] {
  const forms = unsent
    .slice(-2)
    .map(({ page, fields, left }) =>
      left
        ? `Left ${named(page)} with ${fields} fields filled in, not sent.`
        : `${fields} fields filled in on ${named(page)}, not sent.`,
    );
  if (!last) return forms;
  const doing =
    last.kind === 'view'
      ? ''
      : `; last: ${last.kind === 'search' ? `search for ${quoted(last.label)}` : counted(last)}`;
  return [...forms, `Now on ${named(last.page || 'an unnamed page')}${doing}.`];
}

/** Pages on which nothing was done are told by name up to a point; the last page is told in any case. */
function pageSentences({ pages }: Digest): string {
  const idle = pages.filter(({ deeds }) => deeds.length === 0).slice(MOST_IDLE_PAGES);
  const told = pages.filter((page) => !idle.includes(page)).map(pageSentence);
  if (idle.length > 0) told.push(`And ${idle.length} more pages`);
  return told.length > 0 ? `${told.join('. ')}.` : '';
}

function compose(digest: Digest): string {
  const searches = digest.searches.map((deed) => quoted(deed.label) + (deed.times > 1 ? ` ×${deed.times}` : ''));
  return [
    pageSentences(digest),
    searches.length > 0 ? `Searched for ${searches.join(', ')}.` : '',
    ...troubleSentence(digest),
    ...endSentences(digest),
  ]
    .filter(Boolean)
    .join(' ');
}

/** The deed that tells least: done once, before the others; on the last page everything tells. */
function leastTelling({ pages, last }: Digest): [PageDigest, Deed] | undefined {
  const all = pages.flatMap((page) => page.deeds.map((deed): [PageDigest, Deed] => [page, deed]));
  const worth = ([page, deed]: [PageDigest, Deed]) =>
    (deed.times > 1 ? 4 : 0) +
    (deed.kind === 'submit' ? 4 : 0) +
    (deed.kind === 'type' ? 1 : 0) +
    (page.page === last?.page ? 2 : 0);
  return all.reduce<[PageDigest, Deed] | undefined>(
    (least, each) => (least && worth(least) <= worth(each) ? least : each),
    undefined,
  );
}

const drop = ([page, deed]: [PageDigest, Deed]) => page.deeds.splice(page.deeds.indexOf(deed), 1);

/** What rules write of these actions: their words alone, pages by name or by the shape of their route, never a raw path. */
export function ruleText(actions: readonly SummarisedAction[]): string {
  const digest = digestOf(actions);
  const deeds = () => digest.pages.reduce((sum, { deeds: some }) => sum + some.length, 0);
  for (let least = leastTelling(digest); least && deeds() > MOST_DEEDS; least = leastTelling(digest)) drop(least);
  let text = compose(digest);
  for (let least = leastTelling(digest); least && text.length > MAX_TEXT; least = leastTelling(digest)) {
    drop(least);
    text = compose(digest);
  }
  return cut(text, MAX_TEXT);
}
