/** An action as the prompt numbers it: `1. [index] type: description — canonical_url`. */
export interface NumberedAction {
  type: string;
  description: string;
  page: string;
}

const LINE = /^\s*\d+\.\s+\[[^\]]*\]\s*([^:]{0,60}):\s*(.*?)(?:\s+—\s+(\S*))?\s*$/;

/** The numbered lines of a prompt; everything else in it is passed over. */
export function numberedActions(prompt: string): NumberedAction[] {
  return prompt.split('\n').flatMap((line) => {
    const found = LINE.exec(line);
    return found ? [{ type: found[1] ?? '', description: found[2] ?? '', page: pageOf(found[3] ?? '') }] : [];
  });
}

/** Two or three sentences that depend on nothing but the actions: what was visited, what was done, what it looks like. */
export function proseOf(actions: NumberedAction[]): string {
  if (actions.length === 0) return 'The customer has not done anything that could be summarised.';
  const pages = [...new Set(actions.map((action) => action.page).filter(Boolean))];
  const deeds = [
    ...new Set(
      actions
        .filter((action) => !/view/i.test(action.type))
        .map(deed)
        .filter(Boolean),
    ),
  ];
  const sentences = [
    pages.length > 0
      ? `The customer visited ${listed(pages, 4)}.`
      : `The customer performed ${actions.length} actions.`,
    deeds.length > 0 ? `Among ${actions.length} actions they ${listed(deeds, 3)}.` : '',
    `They appear to be ${intentOf(actions)}.`,
  ];
  return sentences.filter(Boolean).join(' ');
}

function pageOf(url: string): string {
  return URL.canParse(url) ? new URL(url).pathname : url;
}

function deed({ description }: NumberedAction): string {
  const words = description
    .replace(/^(the )?(user|customer|visitor)\s+/i, '')
    .trim()
    .slice(0, 90);
  return words.charAt(0).toLowerCase() + words.slice(1);
}

function listed(things: string[], most: number): string {
  const shown = things.slice(0, most);
  const rest = things.length - shown.length;
  if (rest > 0) shown.push(`${rest} more`);
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

const INTENTS: [RegExp, string][] = [
  [/refund|return/i, 'trying to return an order'],
  [/coupon|promo|discount/i, 'looking for a better price before they buy'],
  [/checkout|payment|pay now|card/i, 'close to completing a purchase and may need help at the checkout'],
  [/shipping|delivery|track/i, 'checking on the delivery of an order'],
  [/plan|pricing|upgrade/i, 'comparing plans'],
  [/cart|basket|add to/i, 'putting an order together'],
];

function intentOf(actions: NumberedAction[]): string {
  const text = actions.map((action) => `${action.description} ${action.page}`).join(' ');
  return INTENTS.find(([sign]) => sign.test(text))?.[1] ?? 'exploring what is on offer';
}
