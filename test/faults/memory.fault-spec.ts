import { Redis } from 'ioredis';
import { RedisServer } from '../support/redis-server';
import { newSession } from '../support/sandbox';
import type { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';
import { LONG } from './length';
import { Load } from './load';
import { QuietSessions } from './quiet-sessions';
import { Samples } from './samples';

const BUDGET_BYTES = 80e6;
const BUDGET_SESSIONS = 100_000;

describe('memory of Redis', () => {
  let server: RedisServer;
  let redis: Redis;
  beforeAll(async () => {
    server = await RedisServer.start();
    redis = new Redis(server.url, { enableAutoPipelining: true });
  });
  afterAll(async () => {
    redis?.disconnect();
    await server?.remove();
  });
  const used = async () => Number(/used_memory:(\d+)/.exec(await redis.info('memory'))![1]);

  it('100,000 sessions that hold no action take less than 80 MB', async () => {
    const count = LONG ? BUDGET_SESSIONS : 4_000;
    const quiet = new QuietSessions(redis, 0);
    // Scripts and buffers of the connection are not the sessions'.
    await quiet.summarised(250);
    const before = await used();
    const sessions = await quiet.summarised(count);
    const perSession = ((await used()) - before) / count;

    const some = sessions.slice(0, 2_000);
    const beforeActions = await used();
    await quiet.unsummarised(some, 5);
    const perAction = ((await used()) - beforeActions) / (some.length * 5 * quiet.actionsEach);
    console.log(
      `an idle session: ${Math.round(perSession)} bytes of Redis; an unsummarised action: ${Math.round(perAction)} more`,
    );
    expect(perSession * BUDGET_SESSIONS).toBeLessThan(BUDGET_BYTES);
    // A line of a note, what a summary needs of it, and its share of the lists.
    expect(perAction).toBeLessThan(1_000);
  }, 1_800_000);

  it('what a linked session keeps to be looked at is bounded: its last 50 actions and its last summary', async () => {
    const count = LONG ? 20_000 : 1_000;
    // A connection each: the scripts of one have the rules of one store.
    const other = redis.duplicate();
    const [none, keeps] = [new QuietSessions(redis, 0, 'none'), new QuietSessions(other, 50, 'keeps')];
    const grown = async (make: () => Promise<unknown>) => {
      const before = await used();
      await make();
      return (await used()) - before;
    };
    // Scripts of either, and tables of Redis that are as large as they become.
    for (const quiet of [none, keeps]) await quiet.summarised(250);
    const idle = (await grown(() => none.summarised(count))) / count;
    const keeping = (await grown(() => keeps.summarised(count))) / count;
    const each = (keeping - idle) / keeps.told;
    console.log(
      `what ${keeps.told} actions and a summary add to an idle session: ${Math.round(keeping - idle)} bytes, ${Math.round(each)} for each; 50: ${Math.round(50 * each)}`,
    );
    other.disconnect();
    expect(each).toBeGreaterThan(100);
    // Texts of 70 characters here: with the longest there are, a note's 1,000 for each, it is five times as much.
    expect(50 * each).toBeLessThan(15_000);
  }, 600_000);
});

describe('keys without an end', () => {
  /** Each with who bounds or removes it. Everything else must have a TTL once nothing is under way. */
  const OWNED: [RegExp, string][] = [
    [/^bull:[a-z-]+:(meta|id|events|marker|pc|de|repeat)$/, 'BullMQ: one per queue; the events are cut to 1,000'],
    [/^bull:[a-z-]+:(wait|active|delayed|prioritized|completed|failed|stalled)$/, 'BullMQ: ids of the jobs that are'],
    [/^bull:maintenance:repeat:[^:]+(:\d+)?$/, 'BullMQ: one per scheduler, and its next job'],
    [/^bull:maintenance:\d+$|^bull:[a-z-]+:[^:]+$/, 'jobs: kept by count and age, as the catalog of queues says'],
    [/^dropped$/, 'one counter per reason'],
    [/^product$/, 'whose prefix it is'],
    [/^held$/, 'the state of a conversation; the sweep, where the session has expired'],
    [/^webhooks(:outcomes)?$/, 'one field per topic and outcome'],
    [/^missed$/, 'one field: how far the search for missed webhooks got'],
    [/^rl:pause$/, 'the rate gate: removed by the first call that gets through'],
    [/^erasures$/, 'writers: a finished erasure is removed'],
    [/^names:[0-9a-f]{2}$/, '256 lists: the sweep takes out what is gone'],
    [/^dead$/, 'the sweep ends what is older than SESSION_TTL_SECONDS'],
    [/^owed$/, 'redactions: a confirmed one is removed'],
    [/^(indexed|aof)$/, 'one small key per deployment'],
  ];
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '40' } });
  });
  afterAll(() => stage?.close());

  it('are few, named and owned after a full run', async () => {
    const { other, redis } = stage;
    const load = new Load(other);
    await load.begin(5);
    await load.send(200, 100);
    // Somebody without a conversation, a conversation without clicks, and one that is closed while clicks arrive.
    await other.clicks(newSession(), ['nobody asked'], { user_id: 'silent' });
    const { id } = await other.contact({ external_id: 'asks first' });
    await other.act(await other.writes(id), 'close');
    await until('nothing is under way', async () => {
      const { client, prefix } = redis;
      const open = ['admitted', 'due', 'effects'].map((name) => client.exists(`${prefix}:${name}`));
      return (await Promise.all(open)).every((exists) => exists === 0) && (await redactedEverything());
    });

    const endless: string[] = [];
    for (const key of await redis.keys()) {
      if ((await redis.client.pttl(key)) === -1) endless.push(key.slice(redis.prefix.length + 1));
    }
    expect(endless.length).toBeGreaterThan(0);
    expect(endless.filter((key) => !OWNED.some(([name]) => name.test(key)))).toEqual([]);
  });

  /** Summaries were posted and what they cover is blank: the whole flow has run. */
  async function redactedEverything(): Promise<boolean> {
    const { redactions } = await counts();
    return redactions > 0;
  }
  const counts = async () => {
    const { calls } = await stage.other.state<{ calls: { operation: string }[] }>('intercom');
    return { redactions: calls.filter(({ operation }) => operation === 'redact').length };
  };
});

describe('memory of a writer', () => {
  const ROUNDS = LONG ? 60 : 6;
  const ROUND_SECONDS = LONG ? 10 : 5;
  const ACTIONS_PER_SECOND = 60;
  let stage: Stage;
  let writer: Service;
  beforeAll(async () => {
    stage = await Stage.open({ roles: ['webhook,stream'], environment: { DEBOUNCE_MS: '60' } });
    // V8 lets garbage pile up where the machine has much memory: with a small heap what is kept shows within the run.
    writer = await stage.add('writer', { NODE_OPTIONS: '--max-old-space-size=160 --max-semi-space-size=8' });
    await writer.untilReady();
  });
  afterAll(() => stage?.close());

  it(`is flat over ${ROUNDS * ROUND_SECONDS} s of load`, async () => {
    const samples = new Samples(writer, 'process_resident_memory_bytes');
    // New visitors each time: Intercom answers with the whole conversation, so that old ones alone would cost more and more.
    for (let round = 0; round < ROUNDS; round++) {
      const load = new Load(stage.other);
      await load.begin(20);
      await load.send(ROUND_SECONDS * ACTIONS_PER_SECOND, ACTIONS_PER_SECOND);
    }
    const [, middle, last] = await samples.thirds();
    console.log(`RSS of the writer: ${Math.round(middle / 1e6)} MB, later ${Math.round(last / 1e6)} MB`);
    expect(last / middle).toBeLessThan(1.15);
  }, 900_000);
});
