import { Injectable } from '@nestjs/common';
import type { Redis } from 'ioredis';
import { SessionConnection } from './session.connection';
import type { RunScript } from './session.scripts';
import type { Candidates, EraseStep, Fence, IndexRow, OwedPart } from './session.types';

/** The state of sessions as an erasure sees it. Every method is one atomic script or one command. */
@Injectable()
export class ErasureStore {
  private readonly redis: Redis;
  private readonly prefix: string;
  private readonly run: RunScript;

  constructor({ redis, prefix, run }: SessionConnection) {
    this.redis = redis;
    this.prefix = prefix;
    this.run = run;
  }

  /** Nothing that names these is taken in for `ms` milliseconds; what would have been is counted as dropped. */
  fence = (fences: Fence[], ms: number): Promise<void> =>
    this.run('fence', Math.round(ms), ...fences.filter(([, name]) => name !== '').flat());

  /** What may be of a person with one of these names: the names themselves must be compared. */
  async candidates(names: Fence[]): Promise<Candidates> {
    const found: Candidates = { sessions: [], conversations: [], deadLetters: [], full: false };
    if (names.length === 0) return found;
    for (const { of, target } of await this.run('traces', ...names.flat())) {
      if (of === 's') found.sessions.push(target);
      else if (of === 'c') found.conversations.push(target);
      else if (of === 'd') found.deadLetters.push(target);
      else found.full = true;
    }
    return found;
  }

  /** Removes a session, one step per call; its recorded parts are owed from the first on. `lookedFor`: the ref that a look-up settled. */
  session = (sessionKey: string, erasureId: string, lookedFor = ''): Promise<EraseStep> =>
    this.run('eraseSession', sessionKey, erasureId, lookedFor);

  /** The conversation in which it must be looked for first; null when it is gone now, or was before. */
  async deadLetter(ref: string, lookedFor: boolean): Promise<{ lookIn: string; print: string } | { existed: boolean }> {
    const step = await this.run('eraseDeadLetter', ref, lookedFor ? 1 : 0);
    return step.do === 'look' ? { lookIn: step.conversationId, print: step.print } : { existed: step.existed };
  }

  /** False: there was nothing, or sessions of others need it still. */
  conversation = (conversationId: string): Promise<boolean> => this.run('eraseConversation', conversationId);

  /** The conversation is another contact's, as Intercom says. */
  moveContact = (conversationId: string, contactId: string): Promise<void> =>
    this.run('moveContact', conversationId, contactId);

  /** Returns how many of these parts were not owed before. */
  owe = async (erasureId: string, conversationId: string, partIds: string[]): Promise<number> =>
    partIds.length === 0 ? 0 : this.run('owe', erasureId, conversationId, ...partIds);

  takeOver = (from: string, to: string): Promise<void> => this.run('takeOver', from, to);

  /** Parts whose redaction this erasure waits for. */
  async owedBy(erasureId: string): Promise<OwedPart[]> {
    const all = Object.entries(await this.redis.hgetall(`${this.prefix}:owed`));
    return all.flatMap(([partId, value]) => {
      const [erasure, conversationId = ''] = value.split('|');
      return erasure === erasureId ? [{ partId, conversationId }] : [];
    });
  }

  /** What a person is found by, and waits by. Returns how many conversations waited. */
  async forgetNames({ users, emails }: { users: readonly string[]; emails: readonly string[] }): Promise<number> {
    const names = [...users.map((user) => `u:${user}`), ...emails.map((email) => `e:${email}`)];
    if (names.length === 0) return 0;
    await this.redis.del(names.map((name) => `${this.prefix}:${name}`));
    return this.redis.del(names.map((name) => `${this.prefix}:w:${name}`));
  }

  index = (rows: IndexRow[]): Promise<void> => this.run('indexAll', ...rows.flat());
}
