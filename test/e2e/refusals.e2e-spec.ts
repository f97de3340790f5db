import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { resolve } from 'node:path';
import { sessionKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage, type StageOptions } from '../support/stage';
import { never, until } from '../support/until';

/** A probe every 3 s instead of every 20, in an outage every 450 ms. */
const QUICK = { DEBOUNCE_MS: '20', INTERCOM_TIMEOUT_MS: '2000', INTERCOM_PROBE_MS: '3000' };
const answer = (name: string): unknown =>
  JSON.parse(readFileSync(resolve(__dirname, `../fixtures/intercom/${name}.json`), 'utf8'));

interface Call {
  operation: string;
  status: number | null;
  conversationId: string | null;
  at: number;
}

/** A stage of one file or test, and what these tests say with it. */
async function open(options: StageOptions = {}) {
  const stage = await Stage.open({ ...options, environment: { ...QUICK, ...options.environment } });
  let people = 0;
  const { other, redis } = stage;
  return {
    stage,
    other,
    async linked() {
      const session = newSession();
      const { id } = await other.contact({ external_id: `r${++people}` });
      const conversation = await other.writes(id, { custom_attributes: { posthog_session_id: session } });
      await until('linked', () => redis.sessionsOf(conversation));
      return { session, conversation, clicks: (texts: string[]) => other.clicks(session, texts) };
    },
    lines: (conversation: string, count: number) =>
      until(`${count} lines`, async () => {
        const found = await other.lines(conversation);
        return found.length >= count ? found : null;
      }),
    calls: async (conversation: string) =>
      (await other.state<{ calls: Call[] }>('intercom')).calls.filter((one) => one.conversationId === conversation),
    failed: async () =>
      JSON.parse((await runCommand(['failed', '--json'], stage.environment)).stdout) as {
        counts: Record<string, number>;
        jobs: { queue: string; reason: string; session: string; conversation: string }[];
      },
  };
}
type Opened = Awaited<ReturnType<typeof open>>;

const twenty = Array.from({ length: 20 }, (_, i) => `step ${i + 1}`);

describe('what stops all notes', () => {
  let on: Opened;
  beforeAll(async () => {
    on = await open({ roles: ['webhook,stream,writer'] });
  });
  afterAll(() => on?.stage.close());

  const forEver = (target: string, status: number, body: unknown) => (on: Opened) =>
    on.other.fault({ target, kind: 'status', status, body, times: -1 });

  it.each([
    [
      'a refused token (401)',
      'unauthorized',
      (on: Opened) => on.other.settings({ intercomToken: 'another-token' }),
      (on: Opened) => on.other.settings({ intercomToken: SANDBOX_CREDENTIALS.intercomToken }),
    ],
    [
      'an unpaid workspace (402)',
      'api_plan_restricted',
      forEver('reply', 402, answer('error-403-plan')),
      (on: Opened) => on.other.clearFaults(),
    ],
    [
      'a missing scope (403)',
      'forbidden',
      (on: Opened) => on.other.settings({ scopeDenied: true }),
      (on: Opened) => on.other.settings({ scopeDenied: false }),
    ],
    [
      'a plan without the API (403)',
      'api_plan_restricted',
      forEver('reply', 403, answer('error-403-plan')),
      (on: Opened) => on.other.clearFaults(),
    ],
  ] as [string, string, (on: Opened) => Promise<unknown>, (on: Opened) => Promise<unknown>][])(
    '%s pauses, unready, spends no attempt, loses nothing, and goes on with the first probe after the repair',
    async (_, reason, refuse, repair) => {
      const { stage, lines } = on;
      // Three, for a note that is refused may be refused for its conversation.
      const all = [await on.linked(), await on.linked(), await on.linked()];
      const last = await on.linked();
      await refuse(on);
      for (const { clicks } of all) await clicks(['kept']);
      await until('unready', async () => !(await stage.service.ready()));
      const health = await (await fetch(`${stage.service.opsUrl}/health/ready`)).text();
      expect(health).toContain(reason);
      await last.clicks(['kept as well']);
      await all[0]!.clicks(['and this']);
      const count = async () => (await on.other.state<{ calls: Call[] }>('intercom')).calls.length;
      const before = await count();
      await never('more than a probe while it is paused', async () => (await count()) > before + 1);
      await repair(on);
      const repaired = Date.now();
      for (const { conversation } of all) {
        const [text, ...rest] = await lines(conversation, conversation === all[0]!.conversation ? 2 : 1);
        expect(text).toBe('kept');
        expect(rest).toEqual(conversation === all[0]!.conversation ? ['and this'] : []);
      }
      expect(await lines(last.conversation, 1)).toEqual(['kept as well']);
      const { calls } = await on.other.state<{ calls: Call[] }>('intercom');
      expect(calls.filter(({ at, status }) => at > repaired && status !== 200)).toEqual([]);
      await stage.service.untilReady();
      const tries = stage.service.log.filter(({ msg }) => msg === 'note').map((line) => line['tries']);
      expect(new Set(tries)).toEqual(new Set([0]));
    },
  );
});

// Each has a stage of its own, for what it pauses is paused for all.
describe('what stops some notes, or none', () => {
  it('a scope that is missed only when a note is to be redacted stops redactions and no note, and they are made after the repair', async () => {
    const on = await open({ roles: ['webhook,stream,writer'] });
    const { stage, other } = on;
    try {
      const { conversation, clicks } = await on.linked();
      await other.fault({
        target: 'redact',
        kind: 'status',
        status: 403,
        body: answer('error-403-scope'),
        times: -1,
      });
      await clicks(twenty);
      await until('unready', async () => !(await stage.service.ready()));
      const before = await other.notes(conversation);
      expect(before.map(({ isSummary, redacted }) => ({ isSummary, redacted }))).toEqual([
        { isSummary: false, redacted: false },
        { isSummary: true, redacted: false },
      ]);
      // Over several probes of the redaction, each of which is refused.
      const another = await on.linked();
      const refused = async () => (await on.calls(conversation)).filter((one) => one.operation === 'redact').length;
      for (let note = 1; note <= 3; note++) {
        const probes = await refused();
        await another.clicks([`note ${note}`]);
        expect(await on.lines(another.conversation, note)).toHaveLength(note);
        await until('another probe', async () => (await refused()) > probes);
      }
      await other.clearFaults();
      await until('redacted', async () => (await other.notes(conversation))[0]?.redacted);
      await stage.service.untilReady();
    } finally {
      await stage.close();
    }
  });

  it('a conversation whose notes are refused three times while others pass is its own failure: a dead letter, and no pause', async () => {
    const on = await open({ roles: ['webhook,stream,writer'] });
    const { stage, other } = on;
    try {
      const refused = await on.linked();
      const others = await on.linked();
      const match = { conversationId: refused.conversation };
      const body = answer('error-403-scope');
      await other.fault({ target: 'reply', kind: 'status', status: 403, body, times: -1, match });
      await refused.clicks(['refused']);
      for (let tried = 1; tried <= 3; tried++) {
        await until(`refused ${tried} times`, async () => {
          const calls = await on.calls(refused.conversation);
          return calls.filter(({ status }) => status === 403).length >= tried;
        });
        await others.clicks([`passes ${tried}`]);
        await on.lines(others.conversation, tried);
        expect(await stage.service.ready()).toBe(true);
      }
      await until('a dead letter', async () => (await stage.failedJobs('dead-letters')) === 1);
      const job = (await on.failed()).jobs.find((one) => one.conversation === refused.conversation);
      expect(job).toMatchObject({ queue: 'dead-letters', reason: 'forbidden' });
      expect((await on.calls(refused.conversation)).filter(({ operation }) => operation === 'reply')).toHaveLength(3);
      await other.clearFaults();
      await refused.clicks(['goes on']);
      expect(await on.lines(refused.conversation, 1)).toEqual(['goes on']);
    } finally {
      await stage.close();
    }
  });

  it('a refused token that only the search for missed webhooks met lets notes through after the repair as well', async () => {
    const on = await open({ roles: ['webhook,stream'] });
    const { stage, other } = on;
    try {
      const { conversation, clicks } = await on.linked();
      await other.settings({ intercomToken: 'another-token' });
      const writer = await stage.add('writer');
      await until('the search was refused', () =>
        writer.log.find(({ msg, outcome }) => msg === 'intercom_call' && outcome === 'pause'),
      );
      await clicks(['kept']);
      await other.settings({ intercomToken: SANDBOX_CREDENTIALS.intercomToken });
      expect(await on.lines(conversation, 1)).toEqual(['kept']);
    } finally {
      await stage.close();
    }
  });
});

describe('Intercom out of reach', () => {
  let port: Server | undefined;
  afterEach(async () => {
    if (!port) return;
    port.close();
    await once(port, 'close');
    port = undefined;
  });

  it('a refused connection spends attempts, stores nothing, is not looked for, and is made good when the port opens', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port: number } = closed.address() as AddressInfo;
    closed.close();
    await once(closed, 'close');
    const on = await open({ environment: { INTERCOM_BASE_URL: `http://127.0.0.1:${number}/intercom` } });
    const { stage, other } = on;
    try {
      const { conversation, clicks } = await on.linked();
      await clicks(['at last']);
      const retried = await until('a retry is planned', () =>
        stage.service.log.find(({ msg, outcome }) => msg === 'note' && outcome === 'retried'),
      );
      expect(retried).toMatchObject({ reason: 'ECONNREFUSED', tries: 0 });
      expect(retried['nextInMs']).toBeGreaterThanOrEqual(1000);
      expect(retried['nextInMs']).toBeLessThanOrEqual(1100);
      const { hostname, port: sandbox } = new URL(other.url);
      port = createServer((socket) => {
        const there = connect(Number(sandbox), hostname);
        socket.pipe(there).pipe(socket);
        for (const [end, opposite] of [
          [socket, there],
          [there, socket],
        ] as const)
          end.on('error', () => opposite.destroy()).on('close', () => opposite.destroy());
      }).listen(number, '127.0.0.1');
      expect(await on.lines(conversation, 1)).toEqual(['at last']);
      expect((await on.calls(conversation)).map(({ operation }) => operation)).toEqual(['reply']);
    } finally {
      await stage.close();
    }
  });
});

describe('what is refused for one note or one part', () => {
  let on: Opened;
  let stage: Stage;
  beforeAll(async () => {
    on = await open();
    stage = on.stage;
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  it('400, 409, 413 and 422 on a note are dead letters with their reason at once, and their sessions go on', async () => {
    const refused = await Promise.all(
      [400, 409, 413, 422].map(async (status) => {
        const one = await on.linked();
        await stage.other.fault({
          target: 'reply',
          kind: 'status',
          status,
          match: { conversationId: one.conversation },
        });
        await one.clicks([`refused with ${status}`]);
        return { ...one, status };
      }),
    );
    await until('four dead letters', async () => (await stage.failedJobs('dead-letters')) === 4);
    const { jobs: listed } = await on.failed();
    for (const { status, session, conversation, clicks } of refused) {
      const code = { 400: 'bad_request', 409: 'conflict', 413: 'client_error', 422: 'parameter_invalid' }[status];
      const job = listed.find((one) => one.conversation === conversation);
      expect(job).toMatchObject({ queue: 'dead-letters', session, reason: code });
      await clicks(['goes on']);
      expect(await on.lines(conversation, 1)).toEqual(['goes on']);
      const replies = (await on.calls(conversation)).filter(({ operation }) => operation === 'reply');
      expect(replies.map((call) => call.status)).toEqual([status, 200]);
    }
    expect(await stage.service.ready()).toBe(true);
  });

  it('the last attempt that fails leaves a dead letter, after one more look, and the session goes on', async () => {
    const { session, conversation, clicks } = await on.linked();
    await stage.other.fault({
      target: 'reply',
      kind: 'status',
      status: 503,
      times: 2,
      match: { conversationId: conversation },
    });
    await clicks(['in vain']);
    const key = `${stage.redis.prefix}:s:${sessionKeyOf(SANDBOX_CREDENTIALS.productId, session)}`;
    await until('the first attempt is spent', async () => (await stage.redis.client.hget(key, 'tries')) === '1');
    const before = await stage.failedJobs('dead-letters');
    // The whole schedule takes ten minutes and is a table of the unit tests: here six of its attempts are taken for spent.
    await stage.redis.client.hset(key, 'tries', 7);
    await until('failed', async () => (await stage.failedJobs('dead-letters')) > before);
    const job = (await on.failed()).jobs.find((one) => one.conversation === conversation);
    expect(job?.reason).toMatch(/^attempts_spent: /);
    const calls = await on.calls(conversation);
    expect(calls.map(({ operation }) => operation)).toEqual(['reply', 'get', 'reply', 'get']);
    await clicks(['goes on']);
    expect(await on.lines(conversation, 1)).toEqual(['goes on']);
  });

  it('a stored note whose last answer is lost is found by that look, and no dead letter', async () => {
    const { session, conversation, clicks } = await on.linked();
    const match = { conversationId: conversation };
    await stage.other.fault({ target: 'reply', kind: 'status', status: 503, match });
    await stage.other.fault({ target: 'reply', kind: 'status-after-store', status: 502, match });
    await clicks(['stored']);
    const key = `${stage.redis.prefix}:s:${sessionKeyOf(SANDBOX_CREDENTIALS.productId, session)}`;
    await until('the first attempt is spent', async () => (await stage.redis.client.hget(key, 'tries')) === '1');
    await stage.redis.client.hset(key, 'tries', 7);
    expect(await on.lines(conversation, 1)).toEqual(['stored']);
    await clicks(['goes on']);
    expect(await on.lines(conversation, 2)).toEqual(['stored', 'goes on']);
    expect((await on.failed()).jobs.filter((one) => one.conversation === conversation)).toEqual([]);
  });

  it('a 404 that the conversation itself contradicts ends nothing', async () => {
    const { conversation, clicks } = await on.linked();
    const match = { conversationId: conversation };
    await stage.other.fault({ target: 'reply', kind: 'status', status: 404, body: answer('error-404'), match });
    await clicks(['still there']);
    expect(await on.lines(conversation, 1)).toEqual(['still there']);
  });

  it('a conversation that is confirmed as gone ends its session for good: nothing is called for it again', async () => {
    const { conversation, clicks } = await on.linked();
    await stage.other.act(conversation, 'delete');
    await clicks(['into the void']);
    const gone = async () => (await on.calls(conversation)).map(({ operation, status }) => `${operation} ${status}`);
    await until('confirmed', async () => (await gone()).length === 2);
    await clicks(['and again']);
    await never('another call', async () => (await gone()).length > 2, 400);
    expect(await gone()).toEqual(['reply 404', 'get 404']);
    expect((await on.failed()).jobs.filter((one) => one.conversation === conversation)).toEqual([]);
  });

  it('a redaction that Intercom answers with 5xx is made later', async () => {
    const { conversation, clicks } = await on.linked();
    await stage.other.fault({ target: 'redact', kind: 'status', status: 503, match: { conversationId: conversation } });
    await clicks(twenty);
    await until('redacted', async () => (await stage.other.notes(conversation))[0]?.redacted);
    expect(stage.service.log.find(({ msg, outcome }) => msg === 'redaction' && outcome === 'retried')).toBeDefined();
  });

  it.each([
    ['unknown (404)', { status: 404, body: answer('error-404-redact') }],
    ['not redactable (400)', { status: 400, body: answer('error-not-redactable') }],
  ])('a redaction of a part that is %s is done, and not asked for again', async (_, fault) => {
    const { conversation, clicks } = await on.linked();
    await stage.other.fault({ target: 'redact', kind: 'status', ...fault, match: { conversationId: conversation } });
    await clicks(twenty);
    await until('done', () =>
      stage.service.log.find((line) => line['outcome'] === 'was_gone' && line['conversationId'] === conversation),
    );
    const redactions = async () =>
      (await on.calls(conversation)).filter(({ operation }) => operation === 'redact').length;
    await never('another redaction', async () => (await redactions()) > 1, 400);
    expect((await on.failed()).jobs.filter((one) => one.queue === 'redactions')).toEqual([]);
  });

  it('a note that a team mate redacts before us is done as well', async () => {
    const { conversation, clicks } = await on.linked();
    await stage.other.fault({ target: 'redact', kind: 'status', status: 500, match: { conversationId: conversation } });
    await clicks(twenty);
    await until('the first try failed', async () =>
      (await on.calls(conversation)).some(({ operation, status }) => operation === 'redact' && status === 500),
    );
    const [note] = await stage.other.notes(conversation);
    const byHand = await fetch(`${stage.other.url}/intercom/conversations/redact`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Bearer ${SANDBOX_CREDENTIALS.intercomToken}`,
      },
      body: JSON.stringify({
        type: 'conversation_part',
        conversation_id: conversation,
        conversation_part_id: note!.id,
      }),
    });
    expect(byHand.status).toBe(200);
    await until('done', () =>
      stage.service.log.find((line) => line['outcome'] === 'was_gone' && line['conversationId'] === conversation),
    );
  });

  it('a redaction that is refused for good is listed among the failed jobs, with its reason', async () => {
    const { session, conversation, clicks } = await on.linked();
    await stage.other.fault({ target: 'redact', kind: 'status', status: 422, match: { conversationId: conversation } });
    await clicks(twenty);
    await until('failed', async () => (await stage.failedJobs('redactions')) === 1);
    const job = (await on.failed()).jobs.find((one) => one.queue === 'redactions' && one.conversation === conversation);
    expect(job).toMatchObject({ session, reason: 'parameter_invalid' });
    await clicks(['goes on']);
    await until('the session goes on', async () => (await stage.other.lines(conversation)).includes('goes on'));
  });
});
