import type { Prompted, PromptedAction } from './prompted';

/** As it is asked for: so many words in all, and for what an earlier summary told. */
const MOST_WORDS = 60;
const MOST_EARLIER_WORDS = 60;
const MAX_LENGTH = 780;
const MAX_QUOTE = 90;
const MOST_SIGNALS = 3;
const MOST_PAGES = 8;

/** One thing done on a page, however often. */
interface Deed {
  type: string;
  what: string;
  times: number;
}

interface Place {
  page: string;
  visits: number;
  deeds: Deed[];
}

const VERBS: Readonly<Record<string, string>> = {
  click: 'clicked',
  fill: 'filled in',
  submit: 'submitted',
  search: 'searched for',
};

/**
 * A few sentences that depend on nothing but the prompt, in the order that it asks for: what they did where, what went wrong, where they
 * are now, and a guess. Their own words are quoted as they are; what tells least is left out first.
 */
export function proseOf({ actions, signals, earlier }: Prompted): string {
  if (actions.length === 0) return 'The customer has not done anything that could be told.';
  const before = shortened(earlier);
  const places = placesOf(actions);
  const compose = () => [before, whatAndWhere(places), trouble(signals), ending(actions)].filter(Boolean).join(' ');
  const most = MOST_WORDS + words(before);
  let text = compose();
  while ((words(text) > most || text.length > MAX_LENGTH) && dropLeast(places)) text = compose();
  return text;
}

const words = (text: string) => text.split(/\s+/).filter(Boolean).length;

/** The main points of the summary before: without where they were at its end and what it guessed, the newest as far as there is room. */
function shortened(earlier: string): string {
  const said = earlier
    .replace(/^Before: /, '')
    .split(/(?<=["\w])[.;] /)
    .map((clause) => clause.replace(/\.$/, '').trim())
    .filter((clause) => clause !== '' && !/^(?:Now they are|Probably)\b/.test(clause));
  while (words(said.join(' ')) > MOST_EARLIER_WORDS || said.join('; ').length > MAX_LENGTH / 2) said.shift();
  return said.length > 0 ? `Before: ${said.join('; ')}.` : '';
}

function placesOf(actions: readonly PromptedAction[]): Place[] {
  const places: Place[] = [];
  for (const { type, description, page, times } of actions) {
    let place = places.find((each) => each.page === page);
    if (!place) places.push((place = { page, visits: 0, deeds: [] }));
    if (/view/i.test(type)) {
      place.visits += times;
      continue;
    }
    const known = place.deeds.find((deed) => deed.type === type && deed.what === description);
    if (known) known.times += times;
    else if (description) place.deeds.push({ type, what: description, times });
  }
  // A click on what a page is called only tells how it was opened.
  for (const place of places)
    place.deeds = place.deeds.filter(({ type, what }) => type !== 'click' || !places.some(({ page }) => page === what));
  return places;
}

/** What was done once, by a click, and longest ago tells least; then pages on which nothing was done. False: nothing is left to drop. */
function dropLeast(places: Place[]): boolean {
  const all = places.flatMap((place) => place.deeds.map((deed) => ({ place, deed })));
  const worth = ({ type, times }: Deed) => (times > 1 ? 2 : 0) + (type === 'click' ? 0 : 1);
  const [first, ...rest] = all;
  if (first) {
    const { place, deed } = rest.reduce((least, each) => (worth(each.deed) < worth(least.deed) ? each : least), first);
    place.deeds.splice(place.deeds.indexOf(deed), 1);
    return true;
  }
  const idle = places.findIndex(({ visits }) => visits < 2);
  if (places.length <= 1 || idle < 0) return false;
  places.splice(idle, 1);
  return true;
}

/** Word for word; quotation marks within, and what is too long, become `…`. */
function quoted(text: string): string {
  const plain = text.replace(/["“”„«»]+/g, '…').trim();
  return `"${plain.length > MAX_QUOTE ? `${plain.slice(0, MAX_QUOTE).trim()}…` : plain}"`;
}

function whatAndWhere(places: readonly Place[]): string {
  const busy = places.filter(({ deeds }) => deeds.length > 0);
  const idle = places.filter(({ deeds, page }) => deeds.length === 0 && page !== '').slice(-MOST_PAGES);
  const clauses = busy.map(({ page, visits, deeds }) => {
    const head = page ? `on ${quoted(page)}${often(visits)} they` : 'they';
    return `${head} ${listed(VERB_ORDER.flatMap((type) => told(type, deeds)))}`;
  });
  if (idle.length > 0) clauses.push(`they saw ${listed(idle.map(({ page, visits }) => quoted(page) + often(visits)))}`);
  const sentence = clauses.join('; ');
  return sentence && `${sentence[0]!.toUpperCase()}${sentence.slice(1)}.`;
}

const VERB_ORDER = ['fill', 'click', 'submit', 'search', ''];

/** Deeds of a kind under one verb: `clicked "a" 2 times, "b"`. */
function told(type: string, deeds: readonly Deed[]): string[] {
  const some = deeds.filter((deed) => (deed.type in VERBS ? deed.type : '') === type);
  if (some.length === 0) return [];
  return [`${VERBS[type] ?? 'did'} ${some.map(({ what, times }) => `${quoted(what)}${counted(times)}`).join(', ')}`];
}

const counted = (times: number) => (times > 1 ? ` ${times} times` : '');
const often = (visits: number) => (visits > 2 ? ` (opened ${visits} times)` : '');

/** What stands out, in the words in which it was told. */
const trouble = (signals: readonly string[]) =>
  signals.length > 0 ? `Trouble: ${signals.slice(0, MOST_SIGNALS).join('; ').replace(/[.]+$/, '')}.` : '';

function ending(actions: readonly PromptedAction[]): string {
  const page = actions.at(-1)?.page;
  return [page ? `Now they are on ${quoted(page)}.` : '', `Probably they are ${intentOf(actions)}.`]
    .filter(Boolean)
    .join(' ');
}

const listed = (things: readonly string[]) =>
  things.length < 2 ? (things[0] ?? '') : `${things.slice(0, -1).join(', ')} and ${things.at(-1)}`;

const INTENTS: [RegExp, string][] = [
  [/refund|return/i, 'trying to return an order'],
  [/coupon|promo|discount/i, 'looking for a better price before they buy'],
  [/checkout|payment|pay now|card/i, 'trying to order and may need help with it'],
  [/shipping|delivery|track/i, 'asking when an order arrives'],
  [/plan|pricing|upgrade/i, 'comparing plans'],
  [/cart|basket|add to/i, 'putting an order together'],
];

function intentOf(actions: readonly PromptedAction[]): string {
  const text = actions.map(({ description, page }) => `${description} ${page}`).join(' ');
  return INTENTS.find(([sign]) => sign.test(text))?.[1] ?? 'looking around';
}
