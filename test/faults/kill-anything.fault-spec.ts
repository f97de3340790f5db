import { OtherSide } from '../support/sandbox';
import { OwnRedis } from '../support/service';
import { until } from '../support/until';
import { Load } from './load';
import { Troupe } from './troupe';
import { Witness, type Verdict } from './witness';

/** The long form is `npm run test:faults`; `npm test` runs a bounded one. */
const LONG = process.env.FAULTS === 'long';

interface Play {
  actions: number;
  perSecond: number;
  sessions: number;
  traps: string;
  /** Random kills of writers, streams and webhooks. */
  kills: number;
  /** Probability of a 503, half of them after the note was stored. */
  refusals: number;
}

const ZERO = { lost: 0, doubled: 0, disordered: 0, wronglyRedacted: 0, inFlightTogether: 0 };

async function perform(play: Play): Promise<{ verdict: Verdict; deaths: number; freezes: number }> {
  const redis = new OwnRedis();
  const other = await OtherSide.start({ webhookRetryMs: 300, latencyMs: 20 });
  const witness = await Witness.attend(other.url);
  const troupe = new Troupe();
  const environment = {
    ...redis.environment,
    ...other.environment,
    INTERCOM_TIMEOUT_MS: '2000',
    DEBOUNCE_MS: '60',
    DEBOUNCE_MAX_MS: '400',
  };
  try {
    await troupe.join('webhook', { ...environment }, (service) =>
      other.settings({ webhookUrl: `${service.url}/webhooks/intercom` }),
    );
    const load = new Load(other);
    await load.begin(play.sessions);
    for (const roles of ['stream', 'stream']) await troupe.join(roles, { ...environment, FAULT_TRAPS: '' });
    for (const roles of ['writer', 'writer', 'writer'])
      await troupe.join(roles, { ...environment, FAULT_TRAPS: play.traps });
    await until(
      'both readers are connected',
      async () => (await other.state<{ subscribers: number }>('stream')).subscribers === 2,
    );
    if (play.refusals > 0) {
      await other.fault({ target: 'reply', kind: 'status', status: 503, times: -1, probability: play.refusals / 2 });
      await other.fault({
        target: 'reply',
        kind: 'status-after-store',
        status: 503,
        times: -1,
        probability: play.refusals / 2,
      });
    }
    let over = false;
    const killing = (async () => {
      const seconds = play.actions / play.perSecond;
      for (let i = 0; i < play.kills && !over; i++) {
        await new Promise((resolve) => setTimeout(resolve, (seconds / play.kills) * 1000));
        const writers = troupe.members.filter(({ roles }) => roles === 'writer');
        troupe.kill(writers[Math.floor(Math.random() * writers.length)]!);
      }
    })();
    await load.send(play.actions, play.perSecond);
    over = true;
    await killing;
    troupe.disarm();
    await other.clearFaults();
    await until(
      'every action is in a note, every due summary is posted, every covered note is redacted',
      async () => settled(witness, load, redis),
      { timeoutMs: 90_000, everyMs: 250 },
    );
    const { calls } = await other.state<{ calls: Parameters<Witness['verdict']>[1] }>('intercom');
    return { verdict: witness.verdict(load.sent, calls), deaths: troupe.deaths, freezes: troupe.freezes };
  } finally {
    await troupe.leave();
    await witness.dismiss();
    await other.close();
    await redis.close();
  }
}

async function settled(witness: Witness, load: Load, redis: OwnRedis): Promise<boolean> {
  for (const [conversation, texts] of load.sent)
    if (new Set(witness.linesOf(conversation)).size < texts.length) return false;
  const outstanding = await redis.client.zcard(`${redis.prefix}:effects`);
  return outstanding === 0 && (await redis.client.zcard(`${redis.prefix}:due`)) === 0;
}

const scale = LONG ? 1 : 0.1;
const acts: [string, Omit<Play, 'actions' | 'kills'> & { actions: number; kills: number }][] = [
  ['at random', { actions: 6000, perSecond: 200, sessions: 60, traps: '', kills: 20, refusals: 0.05 }],
];
for (const point of [
  'appended',
  'intended',
  'token',
  'armed',
  'posted',
  'committed',
  'frozen',
  'summarised',
  'stored',
]) {
  const rare = ['frozen', 'summarised', 'stored'].includes(point);
  acts.push([
    `exactly when "${point}"`,
    {
      actions: 1600,
      perSecond: 160,
      sessions: 40,
      traps: `${point}:SIGKILL:${rare ? 0.2 : 0.01}`,
      kills: 0,
      refusals: 0.02,
    },
  ]);
  if (LONG)
    acts.push([
      `frozen beyond its lock when "${point}"`,
      {
        actions: 1600,
        perSecond: 160,
        sessions: 40,
        traps: `${point}:SIGSTOP:${rare ? 0.1 : 0.005}`,
        kills: 0,
        refusals: 0.02,
      },
    ]);
}
if (!LONG)
  acts.push([
    'frozen beyond its lock when "armed"',
    { actions: 4000, perSecond: 160, sessions: 40, traps: 'armed:SIGSTOP:0.01', kills: 0, refusals: 0 },
  ]);

describe('writers that are killed', () => {
  it.each(acts)(
    '%s lose nothing, double nothing and keep the order',
    async (name, play) => {
      const { verdict, deaths, freezes } = await perform({
        ...play,
        actions: Math.round(play.actions * scale),
        kills: Math.round(play.kills * scale),
      });
      process.stdout.write(`${name}: ${JSON.stringify({ ...verdict, deaths, freezes })}\n`);
      expect(verdict).toMatchObject(ZERO);
    },
    300_000,
  );
});
