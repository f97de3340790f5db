import { Logger } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { answer, luaOf, productMark } from '@app/redis';
import { LUA } from './lua/files';

export type LlmTurn =
  /** One call may be made now; tell `answered` how it went. */
  | { do: 'ask'; reservation: Reservation }
  /** The tokens of this UTC day are spent. */
  | { do: 'rules' }
  /** The breaker is open, and another call probes or has just probed. */
  | { do: 'wait'; ms: number };

export interface Reservation {
  /** UTC day, as days since 1970. */
  day: number;
  tokens: number;
}

export interface LlmGateStatus {
  /** Failed calls in a row, over all processes. */
  failures: number;
  /** Unix ms; null while the breaker is closed. */
  openSince: number | null;
  /** Used or reserved this UTC day. */
  tokensToday: number;
}

export interface LlmGateOptions {
  /** LLM_DAILY_TOKENS; undefined: no limit. */
  dailyTokens?: number;
  failuresToOpen?: number;
  probeEveryMs?: number;
}

const { named, number, oneOf, word } = answer;
/** What each script answers, by name: files of `lua`, with their arguments at their head. */
const ANSWERS = {
  ask: oneOf('do', { rules: {}, wait: { ms: number }, ask: { day: number } }),
  answered: word('opened', 'closed', ''),
  status: named({ failures: number, open: number, tokens: number }),
};
type LlmScript = keyof typeof ANSWERS;
const FAILURES_TO_OPEN = 10;
const PROBE_EVERY_MS = 20_000;
/** After a wait, so that not everybody comes at once. */
const SPREAD_MS = 1_000;

/**
 * Whether the LLM may be asked, for all sessions and processes: a daily budget of tokens and a circuit breaker, in Redis.
 *
 * Guarantees: tokens are reserved before a call and set right after it, so the day's use exceeds the budget by no more than what each
 * call under way uses beyond its reservation; a call whose use stays unknown (time-out, killed process) keeps its reservation. After 10
 * failures in a row the breaker opens: one call per 20 s goes out until one succeeds, which closes it. Rejects when Redis fails.
 *
 * Keys: `<prefix>:llm:breaker` (hash, a day after the last failure, until a success), `<prefix>:llm:tokens:<day>` (count, 2 days).
 */
export class LlmGate {
  private readonly logger = new Logger('Llm');
  private readonly keys: [string, string, string];
  private readonly failuresToOpen: number;
  private readonly probeEveryMs: number;
  private readonly scripts: Record<string, (...args: (string | number)[]) => Promise<unknown>>;

  constructor(
    redis: Redis,
    prefix: string,
    private readonly options: LlmGateOptions = {},
  ) {
    this.keys = [`${prefix}:llm:breaker`, `${prefix}:llm:tokens`, productMark(prefix)];
    this.failuresToOpen = options.failuresToOpen ?? FAILURES_TO_OPEN;
    this.probeEveryMs = options.probeEveryMs ?? PROBE_EVERY_MS;
    for (const name of Object.keys(ANSWERS))
      redis.defineCommand(`llm:${name}`, { numberOfKeys: 3, lua: luaOf(LUA, name) });
    this.scripts = redis as unknown as typeof this.scripts;
  }

  /** @param tokens what the call is expected to use, prompt and answer. */
  async ask(tokens: number): Promise<LlmTurn> {
    const cap = this.options.dailyTokens ?? -1;
    const turn = await this.run('ask', cap, tokens, this.probeEveryMs);
    if (turn.do === 'rules') return turn;
    if (turn.do === 'wait') return { do: 'wait', ms: Math.round(turn.ms + Math.random() * SPREAD_MS) };
    return { do: 'ask', reservation: { day: turn.day, tokens } };
  }

  /**
   * @param how `unclear` counts neither for nor against the LLM (we gave up ourselves).
   * @param used tokens that the call used; undefined: unknown, the reservation stays.
   */
  async answered({ day, tokens }: Reservation, how: 'ok' | 'failed' | 'unclear', used = tokens): Promise<void> {
    const turned = await this.run('answered', how, day, used - tokens, this.failuresToOpen, this.probeEveryMs);
    const every = this.probeEveryMs / 1000;
    if (turned === 'opened')
      this.logger.error(`the LLM failed ${this.failuresToOpen} times in a row: it is asked once every ${every} s`);
    if (turned === 'closed') this.logger.log('the LLM answers again');
  }

  async status(): Promise<LlmGateStatus> {
    const { failures, open, tokens } = await this.run('status');
    return { failures, openSince: open === 0 ? null : open, tokensToday: tokens };
  }

  private async run<N extends LlmScript>(
    script: N,
    ...args: (string | number)[]
  ): Promise<ReturnType<(typeof ANSWERS)[N]>> {
    const answered = await this.scripts[`llm:${script}`]!(...this.keys, ...args);
    return ANSWERS[script](answered, script) as ReturnType<(typeof ANSWERS)[N]>;
  }
}
