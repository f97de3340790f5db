import { type Step, stepsOf } from '../visit';
import type { SummarisedAction } from '../summariser';
import { isTrouble } from './trouble';

/** Something done on a page, counted over the whole visit. */
export interface Deed {
  kind: Step['kind'];
  label: string;
  times: number;
}

export interface PageDigest {
  page: string;
  /** How often it was opened. */
  visits: number;
  deeds: Deed[];
}

export interface Trouble {
  text: string;
  times: number;
  /** What was clicked or sent just before it; undefined where nothing was. */
  after?: string;
  /** How often that was done. */
  tries: number;
}

export interface Digest {
  pages: PageDigest[];
  searches: Deed[];
  troubles: Trouble[];
  /** Pages where several fields were filled in and nothing was done with them. */
  unsent: { page: string; fields: number; left: boolean }[];
  last?: Step;
}

/** A label says nothing where the browser knew no better. */
const NAMELESS = /^(?:element|button|link|div|span|image|icon|svg)$/i;

/** Clicks within a form that do not send it. */
const ASIDE =
  /\?$|\b(?:upload|attach|help|show|hide|info|why|what|how|toggle|choose file|browse|back|cancel|close|hochladen|hilfe|anzeigen|zurück|abbrechen|télécharger|joindre|aide|afficher|retour|annuler|subir|adjuntar|ayuda|mostrar|volver|cancelar|ajuda|carica|aiuto|indietro|annulla)\b/iu;

/** A click on what the next page is called only tells how it was opened. */
function leadsOn(step: Step, next: Step | undefined): boolean {
  if (step.kind !== 'click' || next?.kind !== 'view') return false;
  const [label, page] = [step.label.toLowerCase(), next.label.toLowerCase()];
  return page === label || page.startsWith(`${label} `) || label.endsWith(` ${page}`);
}

const acts = (step: Step) => step.kind === 'click' || step.kind === 'submit';

/** What shows an error; a page that a click on its name has opened, and that click, only speak of one. */
const showsTrouble = (steps: readonly Step[], n: number) =>
  isTrouble(steps[n]!) && !leadsOn(steps[n]!, steps[n + 1]) && !(n > 0 && leadsOn(steps[n - 1]!, steps[n]));

function addTo(deeds: Deed[], { kind, label, times }: Step): void {
  const known = deeds.find((deed) => deed.kind === kind && deed.label === label);
  if (known) known.times += times;
  else deeds.push({ kind, label, times });
}

function troublesOf(steps: readonly Step[]): Trouble[] {
  const troubles: Trouble[] = [];
  steps.forEach((step, n) => {
    if (!showsTrouble(steps, n)) return;
    const cause = steps.slice(0, n).findLast((before) => acts(before) && !isTrouble(before));
    const tries = steps.reduce(
      (sum, each) =>
        sum +
        (cause && each.kind === cause.kind && each.label === cause.label && each.page === cause.page ? each.times : 0),
      0,
    );
    const known = troubles.find(({ text }) => text === step.label);
    if (known) known.times += step.times;
    else troubles.push({ text: step.label, times: step.times, after: cause?.label, tries });
  });
  return troubles;
}

/** Fields that were filled in on a page, and what came of them: left without an act that could have sent them, or still there. */
function unsentOf(steps: readonly Step[]): Digest['unsent'] {
  const unsent: Digest['unsent'] = [];
  let fields = new Set<string>();
  let page = '';
  const end = (left: boolean) => {
    if (fields.size >= 2) unsent.push({ page, fields: fields.size, left });
    fields = new Set();
  };
  steps.forEach((step, n) => {
    if (step.page !== page && step.kind !== 'search') end(true);
    page = step.page;
    if (step.kind === 'type') fields.add(step.label);
    const away = leadsOn(step, steps[n + 1]);
    if (acts(step) && !away && !isTrouble(step) && !ASIDE.test(step.label)) fields = new Set();
  });
  end(false);
  return unsent;
}

/** What rules tell of a visit: pages in the order in which they were first seen, what was done on each, what went wrong, where it ends. */
export function digestOf(actions: readonly SummarisedAction[]): Digest {
  const steps = stepsOf(actions);
  const pages = new Map<string, PageDigest>();
  const searches: Deed[] = [];
  steps.forEach((step, n) => {
    const digest = pages.get(step.page) ?? { page: step.page, visits: 0, deeds: [] };
    pages.set(step.page, digest);
    if (step.kind === 'view') digest.visits += step.times;
    else if (step.kind === 'search') addTo(searches, step);
    else if (!showsTrouble(steps, n) && !NAMELESS.test(step.label) && !leadsOn(step, steps[n + 1]))
      addTo(digest.deeds, step);
  });
  return {
    pages: [...pages.values()],
    searches,
    troubles: troublesOf(steps),
    unsent: unsentOf(steps),
    last: steps.at(-1),
  };
}
