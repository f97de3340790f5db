import type { Action } from '@app/contracts';
import { placeAt } from './places';

export const HAPPENINGS = ['pageview', 'click', 'submit', 'type', 'focus', 'blur', 'message'] as const;

/** What a browser saw somebody do. Never what was typed: a field is known by its label. */
export interface Happening {
  type: (typeof HAPPENINGS)[number];
  /** Of the button, the field or the form; the words of a message that was shown; nothing for a page view. */
  label: string;
  /** Within the product, with its query. */
  path: string;
  /** Unix milliseconds. */
  at: number;
}

type Words = [title: string, deed: string];

const WORDS: Record<Happening['type'], (label: string, page: string) => Words> = {
  pageview: (_, page) => [`Page Load: ${page}`, `landed on the ${page} page`],
  click: (label, page) => [`Click ${label}`, `clicked ${label} on the ${page} page`],
  submit: (label, page) => [`Submit ${label}`, `submitted ${label} on the ${page} page`],
  type: (label, page) => [`Type in ${label} field`, `typed in the ${label} field on the ${page} page`],
  focus: (label, page) => [`Focus ${label} field`, `focused the ${label} field on the ${page} page`],
  blur: (label, page) => [`Leave ${label} field`, `left the ${label} field on the ${page} page`],
  message: (label, page) => [`Message ${label}`, `saw "${label}" on the ${page} page`],
};

/** The action that the connector makes of it, with its times in Unix seconds. */
export function actionOf(happening: Happening, index: number): Action {
  const { name, rawUrl, canonicalUrl } = placeAt(happening.path);
  const [title, deed] = WORDS[happening.type](happening.label, name);
  const at = happening.at / 1000;
  return {
    index,
    type: happening.type,
    title,
    description: `User ${deed}`,
    timestamp_start: at,
    timestamp_end: at,
    raw_url: rawUrl,
    canonical_url: canonicalUrl,
  };
}
