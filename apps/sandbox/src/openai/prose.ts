import type { PromptedAction } from './prompted';

const MOST_PAGES = 4;
const MOST_DEEDS = 3;
const MAX_QUOTE = 90;

const VERBS: Readonly<Record<string, string>> = {
  click: 'clicked',
  fill: 'filled in',
  submit: 'submitted',
  search: 'searched for',
};

/** A few sentences that depend on nothing but the actions: where, what, where now, and a guess. Their own words are quoted as they are. */
export function proseOf(actions: readonly PromptedAction[]): string {
  if (actions.length === 0) return 'The customer has not done anything that could be told.';
  const pages = [...new Set(actions.map(({ page }) => page).filter(Boolean))];
  const deeds = [...new Set(actions.filter(({ type }) => !/view/i.test(type)).map(deed))].filter(Boolean);
  const last = actions.at(-1)?.page;
  const sentences = [
    pages.length > 0 ? `They were on ${listed(pages.map(quoted), MOST_PAGES)}.` : '',
    deeds.length > 0 ? `They ${listed(deeds, MOST_DEEDS)}.` : '',
    last ? `Now they are on ${quoted(last)}.` : '',
    `Probably they are ${intentOf(actions)}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

/** Word for word; quotation marks within, and what is too long, become `…`. */
function quoted(text: string): string {
  const plain = text.replace(/["“”„«»]+/g, '…').trim();
  return `"${plain.length > MAX_QUOTE ? `${plain.slice(0, MAX_QUOTE).trim()}…` : plain}"`;
}

function deed({ type, description, times }: PromptedAction): string {
  if (!description) return '';
  const often = times > 1 ? ` ${times} times` : '';
  return `${VERBS[type] ?? 'did'} ${quoted(description)}${often}`;
}

function listed(things: readonly string[], most: number): string {
  const shown = things.slice(0, most);
  if (things.length > most) shown.push('more');
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

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
