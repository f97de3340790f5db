import { OtherSide } from '../support/sandbox';
import { OwnRedis, type Service } from '../support/service';
import { until } from '../support/until';
import { LONG } from './length';
import { Load } from './load';
import { Cast } from './cast';
import { Witness, type Verdict } from './witness';

const DEATHS = LONG ? 20 : 5;

/** One reader after the other is killed, each time as soon as another has been connected for a second (with one: again and again). */
async function perform(readers: number): Promise<Verdict & { deaths: number }> {
  const redis = new OwnRedis();
  const other = await OtherSide.start({ webhookRetryMs: 300 });
  const witness = await Witness.attend(other.url);
  const cast = new Cast();
  const environment = { ...redis.environment, ...other.environment, DEBOUNCE_MS: '60' };
  const subscribers = async () => (await other.state<{ subscribers: number }>('stream')).subscribers;
  try {
    await cast.join('webhook,writer', { ...environment }, (service: Service) =>
      other.settings({ webhookUrl: `${service.url}/webhooks/intercom` }),
    );
    const load = new Load(other);
    await load.begin(20);
    const streams = [];
    for (let i = 0; i < readers; i++) streams.push(await cast.join('stream', { ...environment }));
    await until('all readers are connected', async () => (await subscribers()) === readers);
    let over = false;
    const sending = load.send(1e6, 150, () => over);
    for (let i = 0; i < DEATHS; i++) {
      await until('all readers are connected again', async () => (await subscribers()) === readers, {
        timeoutMs: 300_000,
      });
      await new Promise((resolve) => setTimeout(resolve, 1_000));
      cast.kill(streams[i % readers]!);
      await until('one is gone', async () => (await subscribers()) < readers);
    }
    over = true;
    await sending;
    const idle = () => redis.client.zcard(`${redis.prefix}:due`).then((due) => due === 0);
    const standing = async () => (await redis.client.zcard(`${redis.prefix}:admitted`)) === 0 && (await idle());
    if (readers > 1)
      await until(
        'all is posted',
        async () =>
          [...load.sent].every(([c, texts]) => new Set(witness.linesOf(c)).size >= texts.length) && (await standing()),
        { timeoutMs: 300_000, everyMs: 200 },
      );
    else await until('all that was read is posted', standing, { timeoutMs: 300_000, everyMs: 500 });
    return { ...witness.verdict(load.sent, []), deaths: cast.deaths };
  } finally {
    await cast.leave();
    await witness.dismiss();
    await other.close();
    await redis.close();
  }
}

describe('readers of the stream', () => {
  it('two of them, killed in turn under load: nothing lost, nothing doubled', async () => {
    const verdict = await perform(2);
    process.stdout.write(`two readers: ${JSON.stringify(verdict)}\n`);
    expect(verdict).toMatchObject({ lost: 0, doubled: 0, disordered: 0 });
    expect(verdict.deaths).toBe(DEATHS);
  }, 900_000);

  it('only one: what is sent while it is away is lost, and nothing is doubled', async () => {
    const verdict = await perform(1);
    process.stdout.write(`one reader: ${JSON.stringify(verdict)}\n`);
    expect(verdict.lost).toBeGreaterThan(0);
    expect(verdict).toMatchObject({ doubled: 0, disordered: 0 });
  }, 900_000);
});
