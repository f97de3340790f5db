/** Realistic visits with the facts that were planted in them (test/visits/visits.jsonl): what was done when, in which batches it came, who wrote. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';

const GAP_S = 5;
/** So many visits in a row are a long one. */
const IN_A_ROW = 4;

const read = () =>
  readFileSync(join(ROOT, 'test/visits/visits.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

const shifted = (rows, by, key = 'at') => rows.map((row) => ({ ...row, [key]: row[key] + by }));

/** One visitor who does one visit after the other, in one session and one conversation. */
function inARow(visits, n) {
  const all = { id: `long-${n}`, actions: [], payloads: [], messages: [], facts: [], end: 0 };
  for (const visit of visits) {
    const from = all.actions.length;
    const by = all.end;
    all.actions.push(...visit.actions.map((action) => ({ ...action, t: action.t + by, t_end: action.t_end + by })));
    all.payloads.push(...shifted(visit.payloads, by).map((payload) => ({ ...payload, from: payload.from + from })));
    all.messages.push(...shifted(visit.messages, by));
    all.facts.push(...visit.facts);
    all.end = Math.max(visit.end, ...visit.payloads.map(({ at }) => at)) + by + GAP_S;
  }
  all.messages.sort((a, b) => a.at - b.at);
  return all;
}

export function visits() {
  return read().map(({ truth, ...visit }) => ({ ...visit, facts: truth.facts }));
}

export function longVisits() {
  const all = visits();
  return Array.from({ length: all.length / IN_A_ROW }, (_, n) =>
    inARow(all.slice(n * IN_A_ROW, (n + 1) * IN_A_ROW), n + 1),
  );
}

/** The same long visits of customers who ask once and go on: most threads are like that. */
export function longVisitsAskedOnce() {
  return longVisits().map((visit) => ({
    ...visit,
    id: `${visit.id}-once`,
    messages: visit.messages.filter(({ who }) => who === 'user').slice(0, 1),
  }));
}
