import { sessionKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { OtherSide } from '../support/sandbox';
import { OwnRedis } from '../support/service';
import { until } from '../support/until';
import { Load, type LoadOptions } from './load';
import { Cast } from './cast';
import { type Contract, Witness, type Verdict } from './witness';

/** What is posted, and when: the promises are the same. */
export interface Deployment extends Contract {
  environment: Record<string, string>;
  load?: LoadOptions;
  keepsLinkNotes: boolean;
}

export interface Play {
  deployment: Deployment;
  actions: number;
  perSecond: number;
  sessions: number;
  writers: number;
  traps: string;
  streamTraps: string;
  /** Random kills of writers, streams and webhooks. */
  kills: number;
  /** Probability of a 503, half of them after the note was stored. */
  refusals: number;
}

const ZERO = {
  lost: 0,
  doubled: 0,
  disordered: 0,
  wronglyRedacted: 0,
  inFlightTogether: 0,
  summariesTooMany: 0,
  uncovered: 0,
  linkNotesGone: 0,
};
/** Visits that are linked in the middle, and what they did before. */
const LINKED_LATER = 5;
const LED_TO_IT = 5;

export const RECIPE: Deployment = {
  environment: { DEBOUNCE_MS: '60', DEBOUNCE_MAX_MS: '400' },
  threshold: 20,
  rolling: false,
  keepsLinkNotes: true,
};
/** The presets with waits as short as a test needs them; clicks that repeat are counted in a note, and some are signals. */
const GROUPED = {
  load: { sentence: (label: string) => `User clicked ${label} on the Checkout page`, again: 0.5 },
  keepsLinkNotes: true,
};
export const CALM: Deployment = {
  ...GROUPED,
  environment: { NOTE_PRESET: 'calm', DEBOUNCE_MS: '60,120,240', DEBOUNCE_MAX_MS: '400,800,1200' },
  threshold: 40,
  rolling: true,
};
export const QUIET: Deployment = {
  ...GROUPED,
  environment: { NOTE_PRESET: 'quiet', DEBOUNCE_MS: '200', DEBOUNCE_MAX_MS: '1000' },
  threshold: Infinity,
  rolling: false,
};
export const LINK_NOTES_COUNT: Deployment = {
  ...RECIPE,
  environment: { ...RECIPE.environment, KEEP_LINK_NOTE: 'off' },
  keepsLinkNotes: false,
};

async function perform(
  play: Play,
): Promise<{ verdict: Verdict; deaths: number; freezes: number; questions: number; asked: number; mostAsked: number }> {
  const { deployment } = play;
  const redis = new OwnRedis();
  const other = await OtherSide.start({ webhookRetryMs: 300, latencyMs: 20 });
  const witness = await Witness.attend(other.url, deployment);
  const cast = new Cast();
  const environment = {
    ...redis.environment,
    ...other.environment,
    INTERCOM_TIMEOUT_MS: '2000',
    ...deployment.environment,
  };
  try {
    await cast.join('webhook', { ...environment }, (service) =>
      other.settings({ webhookUrl: `${service.url}/webhooks/intercom` }),
    );
    const load = new Load(other, deployment.load);
    await load.begin(play.sessions);
    // One reader has the traps, the other stays: with none connected the connector's events would be lost by contract.
    for (const traps of [play.streamTraps, '']) await cast.join('stream', { ...environment, FAULT_TRAPS: traps });
    for (let i = 0; i < play.writers; i++) await cast.join('writer', { ...environment, FAULT_TRAPS: play.traps });
    await until(
      'both readers are connected',
      async () => (await other.state<{ subscribers: number }>('stream')).subscribers === 2,
    );
    await load.beginUnlinked(LINKED_LATER, LED_TO_IT, (session) =>
      redis.client.llen(`${redis.prefix}:s:${sessionKeyOf(SANDBOX_CREDENTIALS.productId, session)}:q`),
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
        const writers = cast.members.filter(({ roles }) => roles === 'writer');
        cast.kill(writers[Math.floor(Math.random() * writers.length)]!);
      }
    })();
    await load.send(play.actions, play.perSecond);
    over = true;
    await killing;
    cast.disarm();
    await other.clearFaults();
    await until(
      'every action is in a note, every due summary is posted, every covered note is redacted',
      async () => settled(witness, load, redis),
      { timeoutMs: 300_000, everyMs: 250 },
    );
    const { calls } = await other.state<{ calls: Parameters<Witness['verdict']>[1] }>('intercom');
    const asked = questionsOf((await other.state<{ calls: { prompt: string }[] }>('openai')).calls);
    const evidence = witness.evidence(load.sent);
    if (evidence.length > 0) process.stdout.write(`${evidence.join('\n')}\n`);
    return {
      verdict: witness.verdict(load.sent, calls, deployment.keepsLinkNotes ? load.led : new Map()),
      deaths: cast.deaths,
      freezes: cast.freezes,
      questions: asked.length,
      asked: asked.reduce((sum, times) => sum + times, 0),
      mostAsked: Math.max(0, ...asked),
    };
  } finally {
    await cast.leave();
    await witness.dismiss();
    await other.close();
    await redis.close();
  }
}

/** How often each question was asked: the first action that it covers tells it from the others. */
function questionsOf(calls: { prompt: string }[]): number[] {
  const times = new Map<string, number>();
  for (const { prompt } of calls) {
    const covered = prompt.slice(prompt.lastIndexOf('<<<actions '));
    const first = /[0-9a-f]{8} action \d+/.exec(covered)?.[0] ?? '';
    times.set(first, (times.get(first) ?? 0) + 1);
  }
  return [...times.values()];
}

async function settled(witness: Witness, load: Load, redis: OwnRedis): Promise<boolean> {
  for (const [conversation, texts] of load.sent) if (witness.linesOf(conversation).length < texts.length) return false;
  const outstanding = await redis.client.zcard(`${redis.prefix}:effects`);
  return outstanding === 0 && (await redis.client.zcard(`${redis.prefix}:due`)) === 0;
}

export const WRITER_POINTS = ['appended', 'intended', 'armed', 'posted', 'committed', 'frozen', 'summarised', 'stored'];
const SUMMARY_POINTS = ['frozen', 'summarised', 'stored'];
export const rareOr = (often: number, rare: number) => (point: string) =>
  SUMMARY_POINTS.includes(point) ? rare : often;
export const traps = (signal: string, n: (point: string) => number) =>
  WRITER_POINTS.map((point) => `${point}:${signal}:${n(point)}`).join(',');

export const base = {
  deployment: RECIPE,
  sessions: 15,
  writers: 3,
  kills: 0,
  refusals: 0.04,
  traps: '',
  streamTraps: '',
};

/** Performs it, and expects what holds in all of them. */
export async function losesNothing(name: string, play: Play): Promise<void> {
  const { verdict, deaths, freezes, ...llm } = await perform(play);
  process.stdout.write(`${name}: ${JSON.stringify({ ...verdict, deaths, freezes, ...llm })}\n`);
  expect(verdict).toMatchObject(ZERO);
  expect(verdict.linkNotes).toBe(play.deployment.keepsLinkNotes ? LINKED_LATER : 0);
  expect(deaths + freezes).toBeGreaterThan(2);
  // One process asks for several sessions at a time, so one kill may repeat several questions, each once.
  expect(llm.questions).toBe(verdict.summaries);
  expect(llm.mostAsked).toBeLessThanOrEqual(1 + deaths + freezes);
}
