import type { Usage } from './summariser';

/** `aborted`: by the caller's signal. `unreadable`: a 2xx that is no chat completion. */
export type SummaryErrorKind = 'timeout' | 'http' | 'refusal' | 'empty' | 'unreadable' | 'network' | 'aborted';

const WORDS: Record<SummaryErrorKind, string> = {
  timeout: 'the LLM did not answer in time',
  http: 'the LLM answered with an error',
  refusal: 'the LLM refused',
  empty: 'the LLM answered with nothing',
  unreadable: "the LLM's answer is not readable",
  network: 'the LLM cannot be reached',
  aborted: 'the call was given up',
};

/** The server works, and had no use for this one request: it refuses, says nothing, or nothing readable. */
const ALONE: ReadonlySet<SummaryErrorKind> = new Set(['refusal', 'empty', 'unreadable']);
const ALONE_STATUS: ReadonlySet<number> = new Set([400, 413, 422]);

/** Why there is no summary. Carries neither prompt nor answer nor a cause that might. */
export class SummaryError extends Error {
  override readonly name = 'SummaryError';

  constructor(
    readonly kind: SummaryErrorKind,
    /** HTTP status, with kind `http`. */
    readonly status?: number,
    /** What a useless answer used all the same. */
    readonly usage?: Usage,
  ) {
    super(status === undefined ? WORDS[kind] : `${WORDS[kind]} (HTTP ${status})`);
  }

  /** This summary's failure, not the LLM's: the breaker does not count it. */
  get alone(): boolean {
    return ALONE.has(this.kind) || (this.status !== undefined && ALONE_STATUS.has(this.status));
  }
}

/** Nobody was asked: the breaker is open. Come again after `ms`; no attempt is spent. */
export class SummaryPostponed extends Error {
  override readonly name = 'SummaryPostponed';

  constructor(readonly ms: number) {
    super(`the LLM keeps failing: not asked for ${ms} ms`);
  }
}
