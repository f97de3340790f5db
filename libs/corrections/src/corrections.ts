import { Injectable } from '@nestjs/common';
import { checkpoint } from '@app/checkpoint';
import type { LinkDecision } from '@app/contracts';
import { EffectQueues, FlushQueue } from '@app/queues';
import { CorrectionStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';

/** `nothing`: it was so already, or there is no such link. */
export type Corrected = 'done' | 'nothing';

/** Longest name of a person that is kept. */
const LONGEST_NAME = 80;
const nameOf = (by: string) =>
  by
    .replace(/[\p{Cc}|]/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME) || 'somebody';

/**
 * Unlink, link, mute and unmute, by whom. Each is one script, and durable when it resolves; the jobs that follow are added after it, and a
 * process that is killed in between leaves them to the writers. Throws what ioredis throws when Redis is away.
 */
@Injectable()
export class Corrections {
  constructor(
    private readonly store: CorrectionStore,
    private readonly flushes: FlushQueue,
    private readonly effects: EffectQueues,
    private readonly telemetry: Telemetry,
  ) {}

  /** Wrong customer: no rule links these two again, and what we posted there is redacted. */
  async unlink(sessionKey: string, conversationId: string, by: string): Promise<Corrected> {
    const parts = await this.store.unlink(sessionKey, conversationId, nameOf(by));
    if (parts === null) return 'nothing';
    await checkpoint('unlinked');
    this.told('unlinked', sessionKey, conversationId, by, parts.length);
    await this.effects.redact('', conversationId, parts);
    return 'done';
  }

  /** A link never moves: a session that has another conversation is to be unlinked first. */
  async link(sessionKey: string, conversationId: string, by: string): Promise<LinkDecision> {
    const { decision, opened } = await this.store.link(sessionKey, conversationId, nameOf(by));
    if (decision === 'linked_by_hand') this.told('linked', sessionKey, conversationId, by);
    await this.flushes.open(opened);
    return decision;
  }

  /** Nothing is posted there until it is unmuted; it waits as in a closed conversation. */
  async mute(conversationId: string, by: string): Promise<Corrected> {
    if (!(await this.store.mute(conversationId, nameOf(by)))) return 'nothing';
    this.told('muted', '', conversationId, by);
    return 'done';
  }

  async unmute(conversationId: string, by: string): Promise<Corrected> {
    const opened = await this.store.unmute(conversationId);
    if (opened === null) return 'nothing';
    this.told('unmuted', '', conversationId, by);
    await this.flushes.open(opened);
    return 'done';
  }

  private told(
    action: 'unlinked' | 'linked' | 'muted' | 'unmuted',
    sessionKey: string,
    conversationId: string,
    by: string,
    redactions = 0,
  ): void {
    this.telemetry.record({ what: 'correction', action, sessionKey, conversationId, by: nameOf(by), redactions });
  }
}
