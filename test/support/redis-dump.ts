import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';

interface Dump {
  names: Record<string, { session: string; conversation: string | null; user: string }>;
  /** Strings hold bytes (Latin-1). `ttl` in milliseconds, -1: none. */
  keys: { key: string; type: string; ttl: number; value: string | string[] | Record<string, string> }[];
}

/** What a Redis held when all processes of an earlier version were killed: `PREFIX` stands for the prefix of its keys. */
export class RedisDump {
  private text: string;

  constructor(file: string) {
    this.text = readFileSync(join(__dirname, '../fixtures', file), 'utf8');
  }

  get names(): Dump['names'] {
    return (JSON.parse(this.text) as Dump).names;
  }

  /** Another conversation takes the place of the one that it had then. */
  rename(conversation: string, now: string): void {
    this.text = this.text.replaceAll(conversation, now);
  }

  async restore(client: Redis, prefix: string): Promise<void> {
    const { keys } = JSON.parse(this.text.replaceAll('PREFIX', prefix)) as Dump;
    const bytes = (value: string) => Buffer.from(value, 'latin1');
    for (const { key, type, ttl, value } of keys) {
      const name = `${prefix}:${key}`;
      if (typeof value === 'string') await client.set(name, bytes(value));
      else if (!Array.isArray(value))
        await client.hset(name, new Map(Object.entries(value).map(([f, v]) => [f, bytes(v)])));
      else if (type === 'list') await client.rpush(name, ...value.map(bytes));
      else if (type === 'set') await client.sadd(name, ...value.map(bytes));
      else for (let i = 0; i < value.length; i += 2) await client.zadd(name, value[i + 1]!, value[i]!);
      if (ttl > 0) await client.pexpire(name, ttl);
    }
  }
}
