import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { OtherSide, newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { RedisServer } from '../support/redis-server';
import { until } from '../support/until';
import { Load } from './load';
import { LONG } from './length';
import { Witness } from './witness';

const ZERO = { lost: 0, doubled: 0, disordered: 0, wronglyRedacted: 0, inFlightTogether: 0 };

describe('Redis', () => {
  let redis: RedisServer;
  let other: OtherSide;
  let witness: Witness;
  let service: Service;
  const open = async (environment: Record<string, string> = {}) => {
    redis = await RedisServer.start();
    other = await OtherSide.start({ webhookRetryMs: 500, latencyMs: 10 });
    witness = await Witness.attend(other.url);
    service = await Service.start({
      environment: {
        ...other.environment,
        REDIS_URL: redis.url,
        DEBOUNCE_MS: '60',
        INTERCOM_TIMEOUT_MS: '2000',
        ...environment,
      },
    });
    await other.settings({ webhookUrl: `${service.url}/webhooks/intercom` });
    await service.untilReady();
  };
  afterEach(async () => {
    await service?.stop('SIGKILL');
    await witness?.dismiss();
    await other?.close();
    await redis?.remove();
  });
  const delivered = (load: Load) =>
    until(
      'every action is in a note',
      () =>
        [...load.sent].every(([conversation, texts]) => new Set(witness.linesOf(conversation)).size >= texts.length),
      { timeoutMs: 120_000, everyMs: 200 },
    );
  const verdict = async (load: Load) =>
    witness.verdict(load.sent, (await other.state<{ calls: Parameters<Witness['verdict']>[1] }>('intercom')).calls);

  it.each(['SIGTERM', 'SIGKILL'] as const)(
    'restarted by %s with AOF in the middle of load loses nothing and doubles nothing',
    async (signal) => {
      await open();
      const load = new Load(other);
      await load.begin(10);
      const sending = load.send(LONG ? 3000 : 600, 150);
      await until('half is sent', () => load.total > 250, { timeoutMs: 120_000 });
      await redis.goAway(signal);
      await redis.comeBack();
      await sending;
      await delivered(load);
      expect(await verdict(load)).toMatchObject(ZERO);
      await service.untilReady();
    },
  );

  /** The panel beside a conversation, as the sandbox gets it within Intercom's patience. */
  const panel = async (conversation: string, pressed?: string) => {
    const asked = await other.control('POST', `/conversations/${conversation}/canvas`, { pressed, canvas: {} });
    return JSON.stringify(asked);
  };

  it('away for a while: the stream is read on, webhooks get a quick 503, readiness and the panel tell, and everything recovers by itself', async () => {
    await open({ INTERCOM_APP_ID: SANDBOX_CREDENTIALS.appId, ACTIVITY_API_KEYS: 'fin:a-key-of-fin-alone-1234' });
    const load = new Load(other);
    await load.begin(5);
    const [linked = ''] = load.sent.keys();
    await redis.goAway('SIGKILL');
    await until('unready', async () => !(await service.ready()));
    for (const pressed of [undefined, 'more', 'mute', 'unlink', 'summarise'])
      expect([pressed, await panel(linked, pressed)]).toEqual([
        pressed,
        expect.stringContaining('Not available just now'),
      ]);
    const headers = { authorization: 'Bearer a-key-of-fin-alone-1234' };
    expect((await fetch(`${service.url}/activity?conversation_id=${linked}`, { headers })).status).toBe(503);
    const away = load.send(LONG ? 3000 : 250, 50);
    const { id } = await other.contact({ external_id: 'missed' });
    const session = newSession();
    await other.clicks(session, ['before the webhook'], { user_id: 'missed' });
    const conversation = await other.writes(id);
    const answers = await until('the webhook was answered', async () => {
      const { sent } = await other.state<{ sent: { status: number | null; topic: string }[] }>('webhooks');
      return sent.at(-1)!.status === null ? null : sent.at(-1);
    });
    // Within the sandbox's patience, which is Intercom's: a later answer would have no status.
    expect(answers).toMatchObject({ status: 503 });
    await away;
    await redis.comeBack();
    await delivered(load);
    expect(await verdict(load)).toMatchObject(ZERO);
    await service.untilReady();
    // the webhook that nobody took is found again, by its second delivery or by the look at recent conversations
    await until(
      'the missed link is made up for',
      async () => (await other.lines(conversation)).includes('before the webhook'),
      { timeoutMs: 120_000 },
    );
  });

  it('away for longer than the buffer lasts: what overflows is counted and logged at most once a second', async () => {
    await open({ STREAM_BUFFER_MAX: '20' });
    await redis.goAway('SIGKILL');
    const load = new Load(other);
    for (let i = 0; i < 300; i++) await other.clicks(newSession(), [`one of many ${i}`]);
    const told = () => service.log.filter((line) => String(line['msg']).includes('STREAM_BUFFER_MAX'));
    await until('the overflow is told', () => told().length > 0);
    expect(told().length).toBeLessThanOrEqual(8);
    await redis.comeBack();
    await service.untilReady();
    await until('every frame was taken in or counted as lost', async () => {
      const taken = await service.metric('sidenote_payloads_total');
      return taken >= 20 && taken + (await service.metric('sidenote_stream_overflow_frames_total')) === 300;
    });
    await load.begin(1);
    await load.send(5, 50);
    await delivered(load);
  });

  it('away while we are told to stop: exit within the time-out all the same', async () => {
    await open({ SHUTDOWN_TIMEOUT_MS: '1500' });
    await redis.goAway('SIGKILL');
    await until('unready', async () => !(await service.ready()));
    // One that has to be forced ends with 1.
    expect(await service.stop()).toBe(0);
  });
});
