import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { SessionConnection } from './session.connection';
import type { RunScript } from './session.scripts';
import type { Linked, OpenedFlush, OwedPart } from './session.types';

/** A note of an unlinked session that may be in the conversation without having been recorded. */
export interface SoughtNote {
  sessionKey: string;
  conversationId: string;
  ref: string;
  /** Unix ms by which it has arrived or never will. */
  settledAt: number;
  print: string;
}

const OWNER = 'unlink:';

/** What a person says against the rules: unlink, link, mute. Every method is one atomic script or one command. */
@Injectable()
export class CorrectionStore {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly run: RunScript;

  constructor({ redis, prefix, run }: SessionConnection) {
    this.redis = redis;
    this.prefix = prefix;
    this.run = run;
  }

  /** The parts to redact; they are owed until each is confirmed. null: the session is not linked to this conversation. */
  async unlink(sessionKey: string, conversationId: string, by: string): Promise<string[] | null> {
    const answer = await this.run('unlink', sessionKey, conversationId, by);
    return answer.is === 'unlinked' ? answer.parts : null;
  }

  link = (sessionKey: string, conversationId: string, by: string): Promise<Linked> =>
    this.run('linkByHand', sessionKey, conversationId, by);

  /** False: it was muted, or is an erased person's. */
  mute = (conversationId: string, by: string): Promise<boolean> => this.run('muteConversation', conversationId, by);

  /** The flushes to add; null: it was not muted. */
  async unmute(conversationId: string): Promise<OpenedFlush[] | null> {
    const { muted, opened } = await this.run('unmuteConversation', conversationId);
    return muted ? opened : null;
  }

  /** One command while there is none, which is nearly always. */
  async sought(): Promise<SoughtNote[]> {
    const all = Object.entries(await this.redis.hgetall(`${this.prefix}:unlinks`));
    return all.map(([name, value]) => {
      const [sessionKey = '', conversationId = '', ref = ''] = name.split('|');
      const [settled = '0', print = ''] = value.split('|');
      return { sessionKey, conversationId, ref, settledAt: Number(settled), print };
    });
  }

  /** The search is over; what was found is owed. */
  async lookedFor({ sessionKey, conversationId, ref }: SoughtNote, partIds: string[]): Promise<void> {
    await this.run('lookedFor', sessionKey, conversationId, ref, ...partIds);
  }

  /** Parts of unlinked sessions whose redaction is not confirmed. */
  async owed(): Promise<OwedPart[]> {
    const all = Object.entries(await this.redis.hgetall(`${this.prefix}:owed`));
    return all.flatMap(([partId, value]) => {
      const [owner = '', conversationId = ''] = value.split('|');
      return owner.startsWith(OWNER) ? [{ partId, conversationId }] : [];
    });
  }
}
