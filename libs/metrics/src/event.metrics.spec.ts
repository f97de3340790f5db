import type { WebhookDecision } from '@app/contracts';
import { Telemetry, type TelemetryEvent } from '@app/telemetry';
import { Logger } from '@nestjs/common';
import { Registry } from 'prom-client';
import { EventMetrics } from './event.metrics';
import { createMetrics } from './metrics';

let registry: Registry;
let telemetry: Telemetry;
beforeEach(() => {
  Logger.overrideLogger(false);
  registry = new Registry();
  telemetry = new Telemetry();
  new EventMetrics(createMetrics(registry), telemetry);
});

const lines = async (part: string) =>
  (await registry.metrics()).split('\n').filter((line) => line.includes(part) && !line.startsWith('#'));
const tell = (...events: TelemetryEvent[]) => events.forEach((event) => telemetry.record(event));

const note = {
  what: 'note',
  outcome: 'posted',
  sessionKey: 's',
  conversationId: 'c',
  ref: 'r',
  kind: 'actions',
  tries: 0,
  actions: 3,
} as const;
const summary = { what: 'summary', outcome: 'stored', sessionKey: 's', summary: 0, actions: 20, ms: 1500 } as const;
const link = { what: 'link', notificationId: 'n', conversationId: 'c', ms: 3 } as const;

it('counts received actions once, however many readers there are', async () => {
  const payload = { what: 'payload', sessionKey: 's', eventId: 'e', actions: 5, by: 'stream' } as const;
  tell({ ...payload, outcome: 'admitted' }, { ...payload, outcome: 'seen_before' });
  expect(await lines('sidenote_actions_received')).toEqual(['sidenote_actions_received_total{by="stream"} 5']);
  expect(await lines('sidenote_payloads_total')).toHaveLength(2);
});

it('counts posted actions only where a note is in its conversation', async () => {
  tell(note, { ...note, outcome: 'found' }, { ...note, outcome: 'retried' }, { ...note, outcome: 'stale' });
  expect(await lines('sidenote_actions_posted_total')).toEqual(['sidenote_actions_posted_total 6']);
  expect(await lines('sidenote_notes_total{kind="actions",outcome="retried"}')).toHaveLength(1);
});

it('keeps the latency of the note at the link apart, and leaves out notes that were sent late by hand', async () => {
  tell({ ...note, latencyMs: 800 }, { ...note, latencyMs: 90_000, atLink: true }, { ...note, latencyMs: -40 });
  tell({ ...note, kind: 'late', latencyMs: 9_000_000 });
  expect(await lines('latency_seconds_count')).toEqual([
    'sidenote_note_latency_seconds_count{phase="after_link"} 2',
    'sidenote_note_latency_seconds_count{phase="at_link"} 1',
  ]);
  expect(await lines('latency_seconds_sum{phase="after_link"}')).toEqual([
    'sidenote_note_latency_seconds_sum{phase="after_link"} 0.8',
  ]);
});

it('counts calls to Intercom by status, and those without an answer', async () => {
  const call = { what: 'intercom_call', operation: 'note', ms: 120 } as const;
  tell({ ...call, outcome: 'ok', status: 200 }, { ...call, outcome: 'retry', kind: 'timeout' });
  expect(await lines('sidenote_intercom_calls_total')).toEqual([
    'sidenote_intercom_calls_total{operation="note",outcome="ok",status="200"} 1',
    'sidenote_intercom_calls_total{operation="note",outcome="retry",status="none"} 1',
  ]);
});

it('adds up tokens and cost', async () => {
  const used = { model: 'gpt-4o-mini', promptTokens: 900, completionTokens: 60, costUsd: 0.000171 };
  tell({ ...summary, ...used }, { ...summary, ...used, outcome: 'failed', kind: 'refusal' });
  expect(await lines('sidenote_llm_cost_usd_total')).toEqual([
    'sidenote_llm_cost_usd_total{model="gpt-4o-mini"} 0.000342',
  ]);
  expect(await lines('direction="prompt"')).toEqual([
    'sidenote_llm_tokens_total{model="gpt-4o-mini",direction="prompt"} 1800',
  ]);
  expect(await lines('sidenote_llm_calls_total')).toEqual([
    'sidenote_llm_calls_total{outcome="ok"} 1',
    'sidenote_llm_calls_total{outcome="refusal"} 1',
  ]);
  expect(await lines('unpriced')).toEqual([]);
});

it('does not take an unknown price for 0', async () => {
  tell({ ...summary, model: 'llama3', promptTokens: 900, completionTokens: 60 });
  expect(await lines('sidenote_llm_cost_usd_total')).toEqual([]);
  expect(await lines('unpriced')).toEqual(['sidenote_llm_calls_unpriced_total{model="llama3"} 1']);
});

it('knows rules, postponed summaries and our own failures from calls', async () => {
  tell({ ...summary, model: 'rules', rulesBecause: 'no_key' }, { ...summary, outcome: 'deferred' });
  tell({ ...summary, outcome: 'failed', kind: 'own' });
  expect(await lines('sidenote_summaries_total')).toEqual(['sidenote_summaries_total{by="rules"} 1']);
  expect(await lines('sidenote_llm_deferred_total')).toEqual(['sidenote_llm_deferred_total 1']);
  expect(await lines('sidenote_llm_calls_total')).toEqual([]);
});

it('lets nobody fill Prometheus with series, and no name break a line', async () => {
  for (let i = 0; i < 500; i++) tell({ ...link, topic: `made.up.${i}`, decision: 'unhandled_topic' });
  tell({ ...link, topic: 'a"} 1\nfake{b="', decision: '' as WebhookDecision });
  expect(await lines('sidenote_webhooks_total')).toHaveLength(32);
  expect((await registry.metrics()).includes('\nfake')).toBe(false);
  expect(await lines('topic="other"')).not.toHaveLength(0);
});
