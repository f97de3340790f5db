import { Inject, Injectable } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { Settings } from '@app/config';
import { DeadLetters, timelineItem, type TimelineItem } from '@app/explain';
import { DeskBudget, type GateStatus, RateGate } from '@app/desk';
import { Journal } from '@app/journal';
import { REDIS_FAST } from '@app/redis';
import { type DeadLetterSnapshot, SessionCounts, SessionView } from '@app/sessions';
import type { Redis } from 'ioredis';
import { type ShownQueue, shownQueues } from './queue.page';
import { streamReaders } from './stream.readers';

export interface RecentSubject {
  conversationId: string | null;
  sessionKey: string | null;
  /** '' once the session is forgotten. */
  sessionId: string;
  at: number;
  last: string;
  tone: TimelineItem['tone'];
}

export interface OverviewState {
  /** Unix ms of this host. */
  now: number;
  mayWrite: boolean;
  stream: Awaited<ReturnType<typeof streamReaders>>;
  intercom: GateStatus;
  queues: { name: string; description: string; counts: Record<string, number> }[];
  deadLetters: { count: number; newest: DeadLetterSnapshot[] };
  dropped: Record<string, number>;
  recent: RecentSubject[];
  /** What went wrong lately, newest first. */
  trouble: TimelineItem[];
}

const STATES = ['waiting', 'active', 'delayed', 'failed'] as const;
const JOURNAL_LOOK = 400;
const MOST_RECENT = 40;
const MOST_TROUBLE = 12;
const DEAD_LETTERS_SHOWN = 50;
/** However many people look, Redis is asked once per second. */
const FRESH_MS = 1_000;

/** The state of the whole service, for one screen. Throws what ioredis throws. */
@Injectable()
export class Overview {
  private last: { at: number; state: Promise<OverviewState> } | undefined;

  private readonly gate: RateGate;
  private readonly queues: readonly ShownQueue[];

  constructor(
    private readonly settings: Settings,
    @Inject(REDIS_FAST) private readonly redis: Redis,
    private readonly journal: Journal,
    private readonly view: SessionView,
    private readonly deadLetters: DeadLetters,
    budget: DeskBudget,
    modules: ModuleRef,
  ) {
    this.gate = new RateGate(redis, settings.REDIS_PREFIX, budget);
    this.queues = shownQueues(modules);
  }

  state(): Promise<OverviewState> {
    if (this.last && Date.now() - this.last.at < FRESH_MS) return this.last.state;
    this.last = { at: Date.now(), state: this.look() };
    return this.last.state;
  }

  private async look(): Promise<OverviewState> {
    const { REDIS_PREFIX: prefix, DASHBOARD_WRITE: mayWrite } = this.settings;
    const [stream, intercom, queues, count, dead, dropped, entries] = await Promise.all([
      streamReaders(this.redis, prefix),
      this.gate.status(),
      Promise.all(this.queues.map((shown) => countsOf(shown))),
      this.deadLetters.count(),
      this.deadLetters.list(DEAD_LETTERS_SHOWN),
      new SessionCounts(this.redis, prefix).dropped(),
      this.journal.latest(JOURNAL_LOOK),
    ]);
    const told = entries.map((entry) => timelineItem(entry, this.settings)).filter((item) => item !== null);
    return {
      now: Date.now(),
      mayWrite,
      stream,
      intercom,
      queues,
      deadLetters: { count, newest: dead },
      dropped,
      recent: await this.recent(told),
      trouble: told.filter(({ tone }) => tone === 'bad').slice(0, MOST_TROUBLE),
    };
  }

  /** One row per conversation, and per session that has none. */
  private async recent(told: readonly TimelineItem[]): Promise<RecentSubject[]> {
    const sessions = await this.sessionsIn(told);
    const rows = new Map<string, RecentSubject>();
    for (const { sessionKey, conversationId, at, text, tone } of told) {
      const session = sessionKey ? sessions.get(sessionKey) : undefined;
      const conversation = conversationId ?? session?.conversationId ?? null;
      const name = conversation ?? sessionKey;
      if (name === null) continue;
      const known = rows.get(name);
      if (!known) {
        if (rows.size >= MOST_RECENT) continue;
        const sessionId = session?.sessionId ?? '';
        rows.set(name, { conversationId: conversation, sessionKey, sessionId, at, last: text, tone });
      } else if (known.sessionKey === null && sessionKey !== null) {
        Object.assign(known, { sessionKey, sessionId: session?.sessionId ?? '' });
      }
    }
    return [...rows.values()];
  }

  private async sessionsIn(told: readonly TimelineItem[]) {
    const keys = [...new Set(told.flatMap(({ sessionKey }) => sessionKey ?? []))];
    const names = await this.view.names(keys);
    return new Map(keys.map((key, i) => [key, names[i]]));
  }
}

async function countsOf({ queue, description }: ShownQueue) {
  return { name: queue.name, description, counts: await queue.getJobCounts(...STATES) };
}
