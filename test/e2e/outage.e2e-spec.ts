import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

interface Call {
  at: number;
  operation: string;
  status: number | null;
}

const SESSIONS = 40;

describe('an outage of Intercom', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20' },
      roles: ['webhook,stream', 'writer', 'writer'],
    });
    await until('the first search for missed webhooks is over', () =>
      stage.redis.client.hexists(`${stage.redis.prefix}:missed`, 'until'),
    );
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  const linked = (person: string) =>
    Promise.all(
      Array.from({ length: SESSIONS }, async (_, i) => {
        const session = newSession();
        const { id } = await stage.other.contact({ external_id: `${person}${i}` });
        const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
        await until('linked', () => stage.redis.sessionsOf(conversation), { everyMs: 100 });
        return { session, conversation };
      }),
    );
  const calls = async () => (await stage.other.state<{ calls: Call[] }>('intercom')).calls;
  const paused = async () => {
    const counts = ['note', 'read'].map((kind) => stage.redis.client.zcard(`${stage.redis.prefix}:paused:${kind}`));
    return (await Promise.all(counts)).reduce((sum, count) => sum + count, 0);
  };

  it.each([
    ['of everything, with 503', 'any', 'status'],
    ['of notes alone, with 503', 'reply', 'status'],
    ['of everything, with connections that break', 'any', 'reset-before-store'],
  ])(
    '%s: few calls while it lasts, no attempt is spent, and then all goes on in order, nothing doubled',
    async (_, target, kind) => {
      const all = await linked(`${target}-${kind}`);
      await stage.other.fault({ target, kind, status: 503, times: -1 });
      for (const { session } of all) await stage.other.clicks(session, ['kept']);
      await until('every session waits', async () => (await paused()) >= SESSIONS - 6);
      const [writer] = stage.services.slice(1);
      expect(await (await fetch(`${writer!.opsUrl}/health/ready`)).text()).toContain('Intercom is out of order');
      const before = (await calls()).length;
      const since = Date.now();
      const refused = async () => (await calls()).slice(before).filter(({ status }) => status !== 200);
      const probes = await until('some probes went by', async () => {
        const found = await refused();
        return found.length >= 2 ? found : null;
      });
      // Notes and reads are probed every 3 s each; those few that were not yet waiting may ask once more.
      expect(probes.length).toBeLessThanOrEqual(2 * ((Date.now() - since) / 3000 + 1) + 6);
      const atRepair = (await calls()).length;
      await stage.other.clearFaults();
      // How soon is the bench's matter (`npm run bench -- outage`): the first success sends all on, none waits out a time of its own.
      await until('nobody waits any more', async () => (await paused()) === 0);
      await until(
        'every note is there',
        async () => {
          const lines = await Promise.all(all.map(({ conversation }) => stage.other.lines(conversation)));
          return lines.every((one) => one.length > 0);
        },
        { everyMs: 200 },
      );
      // A session posts once. It looks whether its note is there once when reads work again, and once more where notes do so later.
      const after = (await calls()).slice(atRepair);
      const replies = after.filter(({ operation }) => operation === 'reply').length;
      expect(replies).toBeLessThanOrEqual(SESSIONS + 10);
      expect(after.length - replies).toBeLessThanOrEqual(SESSIONS * 2 + 10);
      for (const { session } of all) await stage.other.clicks(session, ['and on']);
      for (const { conversation } of all) {
        const lines = await until('the next note', async () => {
          const found = await stage.other.lines(conversation);
          return found.length > 1 ? found : null;
        });
        expect(lines).toEqual(['kept', 'and on']);
      }
      const notes = stage.services.flatMap(({ log }) => log.filter((line) => line['msg'] === 'note'));
      expect(Math.max(...notes.map((line) => Number(line['tries'])))).toBeLessThanOrEqual(2);
      expect(notes.filter((line) => line['outcome'] === 'dead_letter')).toEqual([]);
    },
    900_000,
  );
});
