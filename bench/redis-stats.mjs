/** What Redis did: every command counts, those inside scripts too. */
import { Redis } from 'ioredis';

/** Our own questions, and what a connection says when it opens. */
const NOT_WORK = new Set([
  'info',
  'config',
  'ping',
  'client',
  'hello',
  'auth',
  'select',
  'command',
  'flushall',
  'script',
]);
const SCRIPTS = /^(evalsha|eval|fcall)(_ro)?$/;

const field = (text, pattern) => Number(pattern.exec(text)[1]);

export class RedisStats {
  constructor(url) {
    this.redis = new Redis(url);
  }

  async clear() {
    await this.redis.flushall();
    await this.redis.config('RESETSTAT');
  }

  /** Starts counting. @returns what ends it: `{calls, scripts, cpuMs, commands}` since. */
  async count() {
    const before = await this.snapshot();
    return async () => {
      const after = await this.snapshot();
      const commands = {};
      for (const [name, calls] of Object.entries(after.commands)) {
        const more = calls - (before.commands[name] ?? 0);
        if (more > 0 && !NOT_WORK.has(name.split('|')[0])) commands[name] = more;
      }
      const sum = (names) => names.reduce((total, name) => total + commands[name], 0);
      const names = Object.keys(commands);
      const cpuMs = (after.cpu - before.cpu) * 1000;
      return { calls: sum(names), scripts: sum(names.filter((name) => SCRIPTS.test(name))), cpuMs, commands };
    };
  }

  /** Memory of what it holds: without what clients and buffers take for a while. */
  async usedBytes() {
    const text = await this.redis.info('memory');
    return field(text, /used_memory_dataset:(\d+)/);
  }

  async snapshot() {
    const [stats, cpu] = await Promise.all([this.redis.info('commandstats'), this.redis.info('cpu')]);
    const commands = {};
    for (const [, name, calls] of stats.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)) commands[name] = Number(calls);
    return { commands, cpu: field(cpu, /used_cpu_user:([\d.]+)/) + field(cpu, /used_cpu_sys:([\d.]+)/) };
  }

  close() {
    this.redis.disconnect();
  }
}
