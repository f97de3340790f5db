import type { Visit } from '../shop/visit';
import type { Explained } from './operations';

/** Where the newest action is; `waiting` is a linked session that is not quiet yet. */
export const STAGES = ['none', 'browser', 'stream', 'queue', 'buffer', 'waiting', 'note', 'posted'] as const;
export type Stage = (typeof STAGES)[number];

export interface Way {
  stage: Stage;
  text: string | null;
  /** From the click to the note, in milliseconds, once it is there. */
  tookMs: number | null;
  /** Actions of this visit that are in no note yet, by where they are. */
  waits: { unsent: number; queue: number; buffer: number };
  /** The service has nothing more of this visit to do. */
  settled: boolean;
}

/** What is told here is only what the sandbox did itself and what the service answered just now. */
export function wayOf(visit: Visit, explained: Explained | null, now: number): Way {
  const session = explained?.sessions.find(({ sessionId }) => sessionId === visit.sessionId);
  const { arrived = 0, buffered = 0 } = session?.actions ?? {};
  const posted = isPosted(visit, arrived + buffered, Boolean(session));
  return {
    stage: stageOf(visit, session, posted, now),
    text: visit.last?.text ?? null,
    tookMs: posted ? Math.max(0, (visit.tally.lastNoteAt ?? 0) - (visit.last?.at ?? 0)) : null,
    waits: { unsent: visit.unsent, queue: arrived, buffer: buffered },
    settled: Boolean(
      session?.conversationId && visit.unsent + arrived + buffered === 0 && !session.intent && !session.generation,
    ),
  };
}

function isPosted({ last, tally, askedAt }: Visit, held: number, known: boolean): boolean {
  if (!last?.sentAt || (tally.lastNoteAt ?? 0) < last.sentAt || held > 0) return false;
  const { sent, posted } = tally.count(askedAt);
  return known || posted >= sent;
}

function stageOf(
  visit: Visit,
  session: Explained['sessions'][number] | undefined,
  posted: boolean,
  now: number,
): Stage {
  if (!visit.last) return 'none';
  if (visit.last.sentAt === null) return 'browser';
  if (posted) return 'posted';
  if (!session) return 'stream';
  if (session.actions.arrived > 0) return 'queue';
  if (session.conversationId === null) return session.actions.buffered > 0 ? 'buffer' : 'stream';
  if (session.intent || (session.waitUntil ?? 0) > now) return 'note';
  if (session.actions.buffered > 0) return (session.dueAt ?? 0) > now ? 'waiting' : 'note';
  return 'stream';
}
