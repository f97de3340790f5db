import { RETRY_WAITS_S } from '@app/desk';
import { summaryRetryDelay } from '@app/llm';
import type { QueueKey } from '@app/queues';

const JITTER = 0.1;
const jittered = (seconds: number) => Math.round(seconds * 1000 * (1 + Math.random() * JITTER));

/**
 * Milliseconds before a failed job's next run, by queue; `failures` counts from 1.
 * redactions: Intercom's waits 1, 3, 10, 30, 60, 180, 300 s, eight runs in all. summaries: 1, 2, 4, 8, then 10 s for ten runs, then
 * every 60 s. Others fail only by our own side (Redis away, a bug): 1, 2, 4 … 30 s.
 */
export function retryDelay(queue: QueueKey, failures: number): number {
  if (queue === 'summaries') return summaryRetryDelay(failures);
  if (queue === 'redactions') return jittered(RETRY_WAITS_S[Math.min(failures, RETRY_WAITS_S.length) - 1] ?? 1);
  return jittered(Math.min(30, 2 ** (Math.max(1, failures) - 1)));
}
