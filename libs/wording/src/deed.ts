import { LANGUAGES, type Language } from './languages';

export type DeedKind = 'view' | 'click' | 'submit' | 'search' | 'type' | 'focus' | 'blur' | 'message' | 'other';

export interface RecordedAction {
  type: string;
  text: string;
}

/** One action, taken apart. */
export interface Deed {
  kind: DeedKind;
  /** What it was done to: a button, a field, a form, what was searched for, a message that was shown; the page itself for a view; the whole text where it fits nothing. */
  label: string;
  /** The page's name, '' where the text has none. */
  page: string;
  /** What was typed into a field, where the text tells it (masked at intake). */
  value?: string;
}

const TYPES: Readonly<Record<string, DeedKind>> = {
  pageview: 'view',
  page_view: 'view',
  $pageview: 'view',
  view: 'view',
  navigation: 'view',
  click: 'click',
  tap: 'click',
  submit: 'submit',
  type: 'type',
  input: 'type',
  change: 'type',
  focus: 'focus',
  blur: 'blur',
  message: 'message',
};

const kindOfType = (type: string): DeedKind | undefined => {
  const known = type.trim().toLowerCase();
  return Object.hasOwn(TYPES, known) ? TYPES[known] : undefined;
};

/** `Search for "x"` as a form or button, in several languages. */
const SEARCH_LABEL =
  /^(?:search(?: for)?|such(?:e|en)(?: nach)?|recherch(?:e|er)(?: de)?|buscar|búsqueda(?: de)?|pesquis(?:ar|a)(?: por)?|cerca|zoek(?:en)?(?: naar)?|検索|搜索)\s*[:：]?\s*["“”„«「『‹'](?<query>.+?)["“”»」』›']$/iu;
const QUOTED = /^["“”„«「『](?<query>.+?)["“”»」』]$/u;
const CONTROL = / (?:button|link|tab)$/i;

const group = (pattern: RegExp, text: string, name: string) => pattern.exec(text)?.groups?.[name]?.trim() ?? '';

function parted(text: string, { subject, verbs, onPage }: Language) {
  const rest = text.replace(subject, '');
  const verb = verbs.find(([pattern]) => pattern.test(rest));
  if (!verb) return undefined;
  const value = group(verb[0], rest, 'value');
  const object = rest.replace(verb[0], '').trim();
  const suffix = onPage.find((pattern) => pattern.test(object));
  return {
    kind: verb[1],
    object: suffix ? object.replace(suffix, '').trim() : object,
    page: suffix ? group(suffix, object, 'page') : '',
    value,
  };
}

function labelOf(kind: DeedKind, object: string, { field, pageName }: Language): string {
  if (kind === 'view') return group(pageName, object, 'page') || object;
  if (kind === 'type' || kind === 'focus' || kind === 'blur') return group(field, object, 'field') || object;
  if (kind === 'search' || kind === 'message') return group(QUOTED, object, 'query') || object;
  return kind === 'click' ? object.replace(CONTROL, '') : object;
}

/** Longer texts are no sentences of the connector; the patterns need not look at them. */
const LONGEST = 1_000;

/** Takes the text of an action apart; the type decides what kind it is, where it is known, else the verb. Never throws, never drops a word that it cannot place. */
export function readDeed({ type, text }: RecordedAction): Deed {
  const byType = kindOfType(type);
  for (const language of text.length > LONGEST ? [] : LANGUAGES) {
    const found = parted(text, language);
    if (!found || found.object === '') continue;
    // A click that "opened the X page" is a click on X; a search by a form is a search; what was shown is a message.
    const kind = found.kind === 'search' || found.kind === 'message' || byType === undefined ? found.kind : byType;
    if (kind === 'view' && found.page) return { kind, label: found.page, page: found.page };
    const label = labelOf(kind, found.object, language);
    const query = kind === 'submit' || kind === 'click' ? group(SEARCH_LABEL, label, 'query') : '';
    if (query) return { kind: 'search', label: query, page: found.page };
    return { kind, label, page: kind === 'view' ? label : found.page, ...(found.value ? { value: found.value } : {}) };
  }
  return { kind: byType === 'focus' || byType === 'blur' ? byType : 'other', label: text, page: '' };
}
