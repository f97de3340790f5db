import type { ErasureStore, IndexRow, StateRows } from '@app/sessions';
import type { Redis } from 'ioredis';

const PAGE = 500;

/**
 * The index of names, made whole: sessions that were linked before there was an index are put into it, once in the life of a deployment.
 * Key: `<prefix>:indexed` (string, no TTL: one per deployment).
 */
export class NameIndex {
  private whole = false;

  constructor(
    private readonly redis: Redis,
    private readonly prefix: string,
    private readonly store: ErasureStore,
    private readonly rows: StateRows,
  ) {}

  async complete(): Promise<void> {
    if (this.whole) return;
    const key = `${this.prefix}:indexed`;
    if ((await this.redis.exists(key)) === 0) {
      await this.fill();
      await this.redis.set(key, 1);
    }
    this.whole = true;
  }

  private async fill(): Promise<void> {
    const keys = await this.rows.all();
    const sessions = (await this.rows.sessions(keys.sessions)).filter(({ conversation }) => conversation);
    const conversations = await this.rows.conversations(keys.conversations);
    const rows: IndexRow[] = [
      ...sessions.map(({ key, user, email }): IndexRow => (user ? ['u', user, 's', key] : ['e', email, 's', key])),
      ...conversations.map(({ id, contact }): IndexRow => ['ct', contact, 'c', id]),
    ];
    const owners = new Map(sessions.map((session) => [session.key, session]));
    for (const { ref, session } of await this.rows.deadLetters(keys.deadLetters)) {
      const { user = '', email = '' } = owners.get(session) ?? {};
      rows.push(['u', user, 'd', ref], ['e', email, 'd', ref]);
    }
    for (let from = 0; from < rows.length; from += PAGE) await this.store.index(rows.slice(from, from + PAGE));
  }
}
