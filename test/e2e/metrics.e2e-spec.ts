import { newSession } from '../support/sandbox';
import type { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const ROLES = ['webhook', 'stream', 'writer', 'dashboard'] as const;

/** Every series of a process, by its name with labels in order. */
async function scrape({ opsUrl }: Service): Promise<Map<string, number>> {
  const response = await fetch(`${opsUrl}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const lines = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    lines.map((line) => {
      const [, name = '', labels = '', value = ''] = /^(\w+)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      const sorted = labels
        .match(/\w+="[^"]*"/g)
        ?.sort()
        .join(',');
      return [sorted ? `${name}{${sorted}}` : name, Number(value)];
    }),
  );
}

describe('metrics of four processes, one per role', () => {
  let stage: Stage;
  let of: Record<(typeof ROLES)[number], Service>;
  let conversation: string;

  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', SUMMARY_THRESHOLD: '4', DASHBOARD_PASSWORD: 'only-for-operators' },
      roles: [...ROLES],
    });
    const [webhook, stream, writer, dashboard] = stage.services as [Service, Service, Service, Service];
    of = { webhook, stream, writer, dashboard };
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: 'm1' });
    await stage.other.clicks(null, ['nobody did this']);
    conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    await stage.other.clicks(session, ['one', 'two', 'three']);
    await until('a note', async () => (await stage.other.lines(conversation)).length === 3);
    await stage.other.clicks(session, ['four']);
    await until('a summary and redactions', async () => {
      const notes = await stage.other.notes(conversation);
      return notes.length === 3 && notes.filter((note) => note.redacted).length === 2;
    });
    await fetch(`${webhook.url}/webhooks/intercom`, { method: 'POST', body: '{}' });
  });
  afterAll(() => stage?.close());

  it('every role shows them on its private door without a password, and not to the world', async () => {
    for (const role of ROLES) {
      const seen = await scrape(of[role]);
      expect(seen.get(`sidenote_process_info{roles="${role}"}`)).toBe(1);
      expect(seen.get('sidenote_ready')).toBe(1);
      expect(seen.get('sidenote_redis_up')).toBe(1);
      expect(seen.has('process_resident_memory_bytes')).toBe(true);
    }
    expect((await fetch(`${of.webhook.url}/metrics`)).status).toBe(404);
  });

  it('the stream tells what it received, and whether it is connected', async () => {
    const seen = await scrape(of.stream);
    expect(seen.get('sidenote_stream_connected')).toBe(1);
    expect(seen.get('sidenote_actions_received_total{by="stream"}')).toBe(4);
    expect(seen.get('sidenote_payloads_total{by="stream",outcome="admitted"}')).toBe(2);
    expect(seen.get('sidenote_stream_frames_total{kind="actions"}')).toBe(2);
    expect(seen.get('sidenote_stream_discarded_actions_total{reason="no_session"}')).toBe(1);
    expect(seen.get('sidenote_stream_overflow_frames_total')).toBe(0);
    expect(seen.get('sidenote_stream_last_event_timestamp_seconds')).toBeGreaterThan(Date.now() / 1000 - 300);
    expect((await scrape(of.writer)).has('sidenote_stream_connected')).toBe(false);
  });

  it('the webhook role tells deliveries by topic and decision, and who was refused', async () => {
    const seen = await scrape(of.webhook);
    const created = [...seen].filter(([name]) =>
      /^sidenote_webhooks_total.*topic="conversation.user.created"/.test(name),
    );
    expect(created.map(([, n]) => n)).toEqual([1]);
    expect(
      seen.get('sidenote_webhook_last_delivery_timestamp_seconds{topic="conversation.user.created"}'),
    ).toBeGreaterThan(Date.now() / 1000 - 300);
    expect(seen.get('sidenote_requests_total{route="webhook",status="401"}')).toBe(1);
    expect(seen.get('sidenote_requests_total{route="webhook",status="503"}')).toBe(0);
    expect(seen.get('sidenote_requests_total{route="webhook",status="200"}')).toBeGreaterThanOrEqual(1);
  });

  it('the writer tells notes, their latency, calls, redactions, tokens and cost', async () => {
    const seen = await until('all is counted', async () => {
      const now = await scrape(of.writer);
      return now.get('sidenote_redactions_total{outcome="redacted"}') === 2 ? now : null;
    });
    expect(seen.get('sidenote_actions_posted_total')).toBe(4);
    expect(seen.get('sidenote_notes_total{kind="actions",outcome="posted"}')).toBe(2);
    expect(seen.get('sidenote_notes_total{kind="summary",outcome="posted"}')).toBe(1);
    expect(seen.get('sidenote_note_latency_seconds_count{phase="after_link"}')).toBe(2);
    expect(seen.get('sidenote_intercom_calls_total{operation="note",outcome="ok",status="200"}')).toBe(3);
    expect(seen.get('sidenote_summaries_total{by="llm"}')).toBe(1);
    expect(seen.get('sidenote_llm_calls_total{outcome="ok"}')).toBe(1);
    const prompt = seen.get('sidenote_llm_tokens_total{direction="prompt",model="gpt-4o-mini"}')!;
    const completion = seen.get('sidenote_llm_tokens_total{direction="completion",model="gpt-4o-mini"}')!;
    expect(prompt).toBeGreaterThan(100);
    expect(seen.get('sidenote_llm_tokens_today')).toBe(prompt + completion);
    expect(seen.get('sidenote_llm_cost_usd_total{model="gpt-4o-mini"}')).toBeCloseTo(
      (prompt * 0.15 + completion * 0.6) / 1e6,
      12,
    );
  });

  it('shared state is the same from writers and dashboards, and intake is not asked for it', async () => {
    const [writer, dashboard] = [await scrape(of.writer), await scrape(of.dashboard)];
    for (const seen of [writer, dashboard]) {
      expect(seen.get('sidenote_queue_jobs{queue="dead-letters",state="failed"}')).toBe(0);
      expect(seen.get('sidenote_queue_jobs{queue="session-notes",state="waiting"}')).toBe(0);
      expect(seen.get('sidenote_intercom_paused')).toBe(0);
      expect(seen.get('sidenote_intercom_window_limit_calls')).toBeGreaterThan(0);
      expect(seen.get('sidenote_llm_breaker_open')).toBe(0);
      expect(seen.get('sidenote_llm_tokens_daily_limit')).toBe(50_000_000);
    }
    for (const role of ['webhook', 'stream'] as const) {
      expect([...(await scrape(of[role])).keys()].filter((name) => /queue_|paused|breaker/.test(name))).toEqual([]);
    }
  });

  it('a wrong token shows as paused and unready, and a dead letter is counted', async () => {
    await stage.other.fault({ target: 'reply', kind: 'status', status: 422 });
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: 'm2' });
    const second = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(second));
    await stage.other.clicks(session, ['refused']);
    await until('a dead letter', async () =>
      (await scrape(of.dashboard)).get('sidenote_queue_jobs{queue="dead-letters",state="failed"}'),
    );
    await stage.other.fault({ target: 'reply', kind: 'status', status: 401, times: -1 });
    await stage.other.clicks(session, ['waits']);
    const writer = await until('paused', async () => {
      const seen = await scrape(of.writer);
      return seen.get('sidenote_intercom_paused') === 1 && seen.get('sidenote_ready') === 0 ? seen : null;
    });
    expect(writer.get('sidenote_ready_check{check="intercom"}')).toBe(0);
    expect(writer.get('sidenote_ready_check{check="writer"}')).toBe(1);
    expect((await scrape(of.dashboard)).get('sidenote_actions_buffered')).toBe(1);
  });
});
