import { runCommand } from '../support/command';
import { RedisCluster } from '../support/redis-cluster';
import { OtherSide, newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { until } from '../support/until';
import { LONG } from './length';
import { Load } from './load';
import { Witness } from './witness';

const PREFIX = '{sidenote}';
const ZERO = { lost: 0, doubled: 0, disordered: 0, wronglyRedacted: 0, inFlightTogether: 0 };

describe('the service on a Redis Cluster of three masters, with one prefix', () => {
  let cluster: RedisCluster;
  let other: OtherSide;
  let witness: Witness;
  let environment: Record<string, string>;
  const services: Service[] = [];

  beforeAll(async () => {
    cluster = await RedisCluster.start();
    other = await OtherSide.start({ webhookRetryMs: 500 });
    const place = { REDIS_URL: cluster.url, REDIS_CLUSTER: 'on', REDIS_PREFIX: PREFIX };
    environment = { ...other.environment, ...place, DEBOUNCE_MS: '40', DASHBOARD_PASSWORD: 'an-operator-knows-it' };
    for (const roles of ['webhook,stream,dashboard', 'writer', 'writer'])
      services.push(await Service.start({ environment, roles }));
    await other.settings({ webhookUrl: `${services[0]!.url}/webhooks/intercom` });
    for (const service of services) await service.untilReady();
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop('SIGKILL')));
    await witness?.dismiss();
    await other?.close();
    await cluster?.remove();
  });
  afterEach(() => other.clearFaults());

  const run = async (...args: string[]) => {
    const { code, stdout, stderr } = await runCommand(args, environment);
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: '' });
    return stdout;
  };
  const notes = (conversation: string) => other.notes(conversation);
  const delivered = (load: Load) =>
    until(
      'every action is in a note',
      () => [...load.sent].every(([id, texts]) => new Set(witness.linesOf(id)).size >= texts.length),
      { everyMs: 200 },
    );
  const verdict = async (load: Load) =>
    witness.verdict(load.sent, (await other.state<{ calls: Parameters<Witness['verdict']>[1] }>('intercom')).calls);

  it('links, notes, summaries, redactions, dead letters, explain, correction and erasure are as on a Redis alone', async () => {
    const [user, session] = ['on-a-cluster', newSession()];
    const { id: contact } = await other.contact({ external_id: user });
    const conversation = await other.writes(contact, { custom_attributes: { posthog_session_id: session } });
    for (let n = 1; n <= 3; n += 1) {
      await other.clicks(
        session,
        Array.from({ length: 7 }, (_, i) => `step ${n}.${i}`),
        { user_id: user },
      );
      await until('a note', async () => (await notes(conversation)).length >= n);
    }
    await until('a summary, and what it covers is redacted', async () => {
      const all = await notes(conversation);
      return all.some((note) => note.isSummary) && all.filter((note) => note.redacted).length === 3;
    });

    await other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: conversation } });
    await other.clicks(session, ['refused at first'], { user_id: user });
    const failed = () => run('failed', '--json').then((text) => JSON.parse(text) as { jobs: { id: string }[] });
    const { id } = await until('a dead letter', async () => (await failed()).jobs[0]);
    await other.clearFaults();
    await run('retry', id);
    await until('the late note', async () => (await other.lines(conversation)).includes('refused at first'));
    expect(await run('explain', conversation)).toContain(session);

    await run('unlink', conversation, session);
    await until('all of it is redacted', async () => (await notes(conversation)).every((note) => note.redacted));
    await run('erase', '--user', user);
    await until('erased', async () => {
      const report = JSON.parse(await run('erase', '--user', user, '--json')) as { finished: boolean };
      return report.finished;
    });
    await run('failed');
    const doctor = await runCommand(['doctor'], environment);
    expect(doctor.stdout).toMatch(/redis\b.*(?:Redis|Valkey) \d/);
  });

  it('a slot that moves under load, and a master whose replica takes over: clients wait, nothing is lost or doubled', async () => {
    witness = await Witness.attend(other.url);
    const load = new Load(other);
    await load.begin(LONG ? 20 : 6);
    const sending = load.send(LONG ? 400 : 100, 100);
    expect(await cluster.moveSlotOf(PREFIX)).toBeGreaterThan(20);
    await sending;
    await delivered(load);

    await cluster.addReplicaOf(PREFIX);
    await cluster.loseMasterOf(PREFIX);
    await load.send(LONG ? 400 : 100, 100);
    await delivered(load);
    for (const service of services) await service.untilReady();
    expect(await verdict(load)).toMatchObject(ZERO);
  });
});
