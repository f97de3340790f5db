import { actionsOf, GOLDEN, type GoldenVisit, KINDS } from '@app/evaluation';
import type { StoredAction } from '@app/sessions';
import { signalsOf } from '@app/signals';
import type { Visit } from './visit';

/** A visit to look at before any session is recorded. */
export interface Sample {
  name: string;
  language: string;
  actions: number;
}

const PAUSE_S = 20;

const recordOf = (golden: GoldenVisit): StoredAction[] =>
  actionsOf(golden).map(({ i, type, text, url, ts = 0 }) => ({ i, type, text, url, ts }));

/** The three visits of a kind, one after the other: a long one. */
const longOf = (kind: string): StoredAction[] =>
  GOLDEN.filter((golden) => golden.kind === kind).reduce<StoredAction[]>((all, golden) => {
    const [end, actions] = [all.at(-1)?.ts, recordOf(golden)];
    const later = end === undefined ? 0 : end + PAUSE_S - (actions[0]?.ts ?? 0);
    return [...all, ...actions.map((action) => ({ ...action, ts: action.ts + later }))];
  }, []);

const VISITS = new Map<string, { language: string; actions: StoredAction[] }>([
  ...KINDS.map((kind) => [`long-${kind}`, { language: 'several', actions: longOf(kind) }] as const),
  ...GOLDEN.map((golden) => [golden.id, { language: golden.language, actions: recordOf(golden) }] as const),
]);

export const sampleNames = (): string[] => [...VISITS.keys()];

export const samples = (): Sample[] =>
  [...VISITS].map(([name, { language, actions }]) => ({ name, language, actions: actions.length }));

/** They ask when something has failed; those to whom nothing did after a third of the visit. */
function questionOf(actions: readonly StoredAction[]): number {
  const trouble = signalsOf(actions).find(({ kind }) => kind === 'error')?.to;
  return trouble === undefined ? Math.ceil(actions.length / 3) : trouble + 1;
}

/** Undefined where there is no sample of this name. */
export function visitOfSample(name: string): Visit | undefined {
  const sample = VISITS.get(name);
  if (!sample) return undefined;
  const { actions } = sample;
  const question = questionOf(actions);
  return { sessionId: `sample-${name}`, before: actions.slice(0, question), after: actions.slice(question) };
}
