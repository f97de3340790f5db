import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { METRICS } from './metric.table';
import { createMetrics } from './metrics';

const ops = (path: string) => readFileSync(join(__dirname, '../../../ops', path), 'utf8');

type Definition = { type: string; name: string; help: string; labels: readonly string[] };
const table: Definition[] = Object.values(METRICS);

/** The names of the series that a metric shows as. */
const seriesOf = ({ type, name }: Definition) =>
  type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name];
const known = new Map(table.flatMap((metric) => seriesOf(metric).map((name) => [name, metric])));

/** Every series of ours that a text names. */
const named = (text: string) => [...new Set(text.match(/\bsidenote_[a-z0-9_]+/g))];
/** Every label that a text asks one of our series for: `name{label="x",…}`. */
const asked = (text: string) =>
  [...text.matchAll(/\b(sidenote_[a-z0-9_]+)\{([^}]*)\}/g)].flatMap(([, name = '', inside = '']) =>
    [...inside.matchAll(/(\w+)\s*[=!]~?/g)].map(([, label = '']) => ({ name, label })),
  );

interface Panel {
  title: string;
  targets?: { expr: string }[];
}
const dashboard = JSON.parse(ops('grafana/sidenote.json')) as { panels: Panel[] };
const expressions = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr)).join('\n');

describe.each([
  ['the alert rules', ops('prometheus/alerts.yml')],
  ['the tests of the rules', ops('prometheus/alerts.test.yml')],
  ['the dashboard', expressions],
])('%s', (_name, text) => {
  it('name only metrics that the service shows', () => {
    expect(named(text).length).toBeGreaterThan(3);
    expect(named(text).filter((name) => !known.has(name))).toEqual([]);
  });

  it('ask only for labels that they have', () => {
    const own = ['instance', 'job', 'le'];
    const wrong = asked(text).filter(
      ({ name, label }) => ![...(known.get(name)?.labels ?? []), ...own].includes(label),
    );
    expect(wrong).toEqual([]);
  });
});

it('the dashboard leaves no metric out', () => {
  const shown = named(expressions);
  const missing = table.filter((metric) => !seriesOf(metric).some((name) => shown.includes(name)));
  // Of the shared window the calls are shown, and the alert looks at the share.
  expect(missing.map(({ name }) => name)).toEqual(['sidenote_intercom_window_used_ratio']);
});

it('names say what they are: ours, counters by _total, lengths by _seconds', () => {
  for (const { type, name, help } of table) {
    expect(name).toMatch(/^sidenote_[a-z0-9_]+$/);
    expect(help).not.toBe('');
    expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
    if (type === 'histogram') expect(name).toMatch(/_seconds$/);
  }
});

it('begins with counters at 0 and without gauges that nobody knows yet', async () => {
  const registry = new Registry();
  createMetrics(registry);
  const lines = (await registry.metrics()).split('\n');
  expect(lines).toContain('sidenote_actions_posted_total 0');
  expect(lines).toContain('sidenote_stream_overflow_frames_total 0');
  expect(lines.filter((line) => /^sidenote_(stream_connected|intercom_paused|ready)\b/.test(line))).toEqual([]);
});
