import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '@app/config';
import { IntercomError, type IntercomResponse, mayBeStored, trialClient } from '@app/intercom';
import type { CheckResult } from '../check';
import { idsOf, judge, storedPart, type Tried } from './judge';
import { type Called, errorOf, type Observed } from './observed';
import { specimen } from './specimen';
import { bodyOf, linesOf } from './stored.note';

export interface Trial {
  /** Every assumption that the service relies on held. */
  ok: boolean;
  conversationId: string;
  ref: string;
  partId: string | null;
  /** The note as Intercom keeps it, and as a reader sees it; null where it was not found. */
  stored: { html: string; lines: string[] } | null;
  checks: CheckResult[];
}

/** A note whose POST was cut off may be stored later. */
const LOOKS = 4;
const LOOK_EVERY_MS = 1_000;

/**
 * Posts one note, reads it back, redacts it, twice, and judges what was seen. Outside the budget: six calls at most, nine after a POST
 * that was cut off. What it posted it redacts, where it can be found.
 */
export async function tryNote(settings: Settings, conversationId: string): Promise<Trial> {
  const { INTERCOM_ADMIN_ID: adminId, INTERCOM_TIMEOUT_MS: timeoutMs } = settings;
  const client = trialClient({
    baseUrl: settings.INTERCOM_BASE_URL,
    accessToken: settings.INTERCOM_ACCESS_TOKEN,
    adminId,
    apiVersion: settings.INTERCOM_API_VERSION,
    timeoutMs,
  });
  const sent = specimen();
  const posted = await timed(() => client.postNote(conversationId, sent.html));
  const observed: Observed = { posted, read: null, redacted: null, readAgain: null, redactedAgain: null };
  const tried: Tried = { conversationId, adminId, specimen: sent, timeoutMs, observed };
  const refused = errorOf(posted);
  if (!refused || mayBeStored(refused)) {
    for (let look = 1; look <= (refused ? LOOKS : 1) && !idsOf(tried).read; look++) {
      if (look > 1) await sleep(LOOK_EVERY_MS);
      observed.read = await timed(() => client.getConversation(conversationId));
    }
  }
  const { answered, read } = idsOf(tried);
  const partId = read ?? answered;
  if (partId !== null) {
    observed.redacted = await timed(() => client.redact(conversationId, partId));
    observed.readAgain = await timed(() => client.getConversation(conversationId));
    observed.redactedAgain = await timed(() => client.redact(conversationId, partId));
  }
  const part = storedPart(tried);
  const checks = judge(tried);
  return {
    ok: checks.every(({ status }) => status !== 'failure'),
    conversationId,
    ref: sent.ref,
    partId,
    stored: part && { html: bodyOf(part), lines: linesOf(bodyOf(part)) },
    checks,
  };
}

async function timed(call: () => Promise<IntercomResponse>): Promise<Called> {
  const asked = performance.now();
  const ms = () => performance.now() - asked;
  try {
    const response = await call();
    return { ms: ms(), response };
  } catch (error) {
    if (!(error instanceof IntercomError)) throw error;
    return { ms: ms(), error };
  }
}
