import { Queue } from 'bullmq';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

interface Failed {
  counts: Record<string, number>;
  jobs: { queue: string; id: string; reason: string; failedAt: string; session: string; conversation: string }[];
}

describe('dead letters', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '20' } });
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  const run = (...args: string[]) => runCommand(args, stage.environment);
  const failed = async () => JSON.parse((await run('failed', '--json')).stdout) as Failed;
  let people = 0;

  /** A note that Intercom refuses for good. */
  async function refused(text: string) {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `d${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: conversation } });
    const before = await stage.failedJobs('dead-letters');
    await stage.other.clicks(session, [text]);
    await until('failed', async () => (await stage.failedJobs('dead-letters')) > before);
    const job = (await failed()).jobs.find((one) => one.conversation === conversation)!;
    return { session, conversation, job };
  }
  const noneLeft = () => until('no failed job', async () => (await stage.failedJobs('dead-letters')) === 0);
  const noteOf = (conversation: string) =>
    until('the late note', async () => (await stage.other.notes(conversation))[0]);

  it('a refused note is listed with its reason, without a word of the user, and is sent late when somebody retries it', async () => {
    const { session, conversation, job } = await refused('a very private click');
    expect(job).toMatchObject({ queue: 'dead-letters', session, conversation });
    expect(job.reason).not.toBe('');
    expect(Date.parse(job.failedAt)).toBeGreaterThan(Date.now() - 60_000);
    const text = await run('failed');
    expect(text.code).toBe(0);
    expect(text.stdout).toContain(job.id);
    expect(text.stdout).not.toContain('private');

    expect(await run('retry', job.id)).toMatchObject({ code: 0 });
    const note = await noteOf(conversation);
    expect(note.actions).toEqual(['a very private click']);
    expect(note.text).toContain('sent late');
    await noneLeft();
    expect((await run('failed')).stdout).toBe('Nothing has failed.\n');
  });

  it('the retry of Bull Board sends it as well', async () => {
    const { conversation, job } = await refused('by the board');
    const queue = new Queue('dead-letters', {
      connection: { url: stage.redis.url },
      prefix: `${stage.redis.prefix}:bull`,
    });
    await (await queue.getJob(job.id))?.retry('failed');
    await queue.close();
    const note = await noteOf(conversation);
    expect(note.actions).toEqual(['by the board']);
    expect(note.text).toContain('sent late');
    await noneLeft();
  });

  it('all of a queue are sent again at once', async () => {
    const first = await refused('one');
    const second = await refused('two');
    expect((await failed()).counts).toEqual({ 'dead-letters': 2 });
    expect(await run('retry', '--all', '--queue', 'redactions')).toMatchObject({
      code: 0,
      stdout: 'Nothing has failed.\n',
    });
    expect(await run('retry', '--all')).toMatchObject({ code: 0, stdout: 'Started again: 2.\n' });
    expect((await noteOf(first.conversation)).actions).toEqual(['one']);
    expect((await noteOf(second.conversation)).actions).toEqual(['two']);
    await noneLeft();
  });

  it('a retry that Intercom refuses again is a dead letter again', async () => {
    const { conversation, job } = await refused('twice refused');
    await stage.other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: conversation } });
    const refusals = async () =>
      (await stage.other.state<{ calls: { conversationId: string; status: number }[] }>('intercom')).calls.filter(
        (call) => call.conversationId === conversation && call.status === 422,
      ).length;
    const before = await refusals();
    await run('retry', job.id);
    await until('refused again', async () => (await refusals()) > before);
    await until('failed again', async () => (await stage.failedJobs('dead-letters')) === 1);
    await stage.other.clearFaults();
    await run('retry', '--all');
    expect((await noteOf(conversation)).actions).toEqual(['twice refused']);
  });

  it('a redaction that failed for good is made when it is retried', async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `d${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.fault({ target: 'redact', kind: 'status', status: 422, match: { conversationId: conversation } });
    await stage.other.clicks(
      session,
      Array.from({ length: 20 }, (_, i) => `step ${i}`),
    );
    await until('failed', async () => (await stage.failedJobs('redactions')) === 1);
    const job = (await failed()).jobs.find((one) => one.queue === 'redactions' && one.conversation === conversation)!;
    expect(await run('retry', job.id, '--queue', 'redactions')).toMatchObject({ code: 0 });
    await until('redacted', async () => (await stage.other.notes(conversation))[0]?.redacted);
  });

  it.each([
    ['an id that is not there', ['retry', 'dead.nothing'], 1],
    ['neither id nor --all', ['retry'], 1],
    ['both', ['retry', 'x', '--all'], 1],
    ['an unknown queue', ['retry', '--all', '--queue', 'nowhere'], 1],
  ])('%s is an error', async (_, args, code) => {
    const ran = await run(...args);
    expect(ran.code).toBe(code);
    expect(ran.stdout + ran.stderr).not.toContain('    at ');
  });

  it('says so when Redis is not there', async () => {
    const ran = await runCommand(['failed'], { ...stage.environment, REDIS_URL: 'redis://127.0.0.1:1' });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^REDIS_URL cannot be used: .*ECONNREFUSED/);
  });
});
