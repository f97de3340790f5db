import { Injectable } from '@nestjs/common';
import { Settings } from '@app/config';
import { type Entry, Journal } from '@app/journal';
import { type SessionGlance, SessionView } from '@app/sessions';
import { capital, decisionInWords } from './decisions';
import type { TimelineItem } from './explanation';
import { timelineItem } from './timeline';

export interface TailItem extends TimelineItem {
  /** The raw session id; null where none is meant, or it is forgotten. */
  sessionId: string | null;
  /** By what the session's payloads name their user; null where no session is meant. */
  known: SessionGlance['known'] | null;
  /** Of a payload: what the user did, masked, at most 20. */
  texts: string[];
}

/** Links that no webhook made: only the session's conversation tells them. */
const MADE_BY_PAYLOADS: ReadonlySet<string> = new Set(['linked_by_stream', 'linked_after_waiting']);
/** Sessions whose link was told are remembered, so many. */
const TOLD = 10_000;

/** What happens from now on, in the words of `explain`, as it happens; reads only. Throws what ioredis throws. */
@Injectable()
export class Tail {
  private readonly told = new Set<string>();

  constructor(
    private readonly settings: Settings,
    private readonly journal: Journal,
    private readonly view: SessionView,
  ) {}

  /** Oldest first, until `signal` aborts. */
  async *follow(signal: AbortSignal): AsyncGenerator<TailItem> {
    const from = Date.now();
    for await (const entries of this.journal.follow(signal)) yield* await this.tell(entries, from);
  }

  private async tell(entries: readonly Entry[], from: number): Promise<TailItem[]> {
    // All new texts of a session stand under the first of its payloads here.
    const items = entries.flatMap((entry) => timelineItem(entry, this.settings) ?? []);
    const glances = await this.glancesAt(entries);
    return items.flatMap((item) => {
      const { sessionKey } = item;
      const glance = sessionKey === null ? undefined : glances.get(sessionKey);
      const link = sessionKey !== null && glance && this.linkOf(sessionKey, glance, from);
      const texts = item.what === 'payload' && glance ? glance.texts.splice(0) : [];
      const told = { ...item, sessionId: glance?.sessionId ?? null, known: glance?.known ?? null, texts };
      return link ? [told, link] : [told];
    });
  }

  private async glancesAt(entries: readonly Entry[]): Promise<Map<string, SessionGlance>> {
    const arrived = new Map<string, number>();
    for (const { event } of entries) {
      if (!('sessionKey' in event) || event.sessionKey === '') continue;
      const actions = event.what === 'payload' ? event.actions : 0;
      arrived.set(event.sessionKey, (arrived.get(event.sessionKey) ?? 0) + actions);
    }
    const asked = [...arrived].map(([sessionKey, texts]) => ({ sessionKey, texts }));
    const found = asked.length > 0 ? await this.view.glances(asked) : [];
    return new Map(
      asked.flatMap(({ sessionKey }, i) => {
        const glance = found[i];
        return glance ? [[sessionKey, glance] as const] : [];
      }),
    );
  }

  /** Told once, and only one that was made while this looks on. */
  private linkOf(sessionKey: string, glance: SessionGlance, from: number): TailItem | null {
    const { linked, conversationId, sessionId, known } = glance;
    if (!linked || this.told.has(sessionKey)) return null;
    if (this.told.size >= TOLD) this.told.clear();
    this.told.add(sessionKey);
    if (linked.at < from || !MADE_BY_PAYLOADS.has(linked.decision)) return null;
    const text = capital(decisionInWords(linked.decision, this.settings));
    const { at } = linked;
    const what = { at, what: 'link', tone: 'good', text, detail: '' } as const;
    return { ...what, sessionKey, conversationId, ref: null, partId: null, sessionId, known, texts: [] };
  }
}
