import { loadSettings } from '@app/config';
import { patientRedis } from './connection';

it('a command that is defined while others are being gathered is sent with them, and each caller gets its own reply', async () => {
  const redis = patientRedis(loadSettings({ REDIS_URL: process.env.REDIS_URL! }, { roles: [], only: ['REDIS_URL'] }));
  try {
    // The first ones wait for the connection; meanwhile the next ones are gathered.
    for (const state of ['connecting', 'connected']) {
      const before = redis.echo(`before, ${state}`);
      const name = `late:${state}`;
      redis.defineCommand(name, { numberOfKeys: 0, lua: `return 'late, ${state}'` });
      const late = (redis as unknown as Record<string, () => Promise<unknown>>)[name]!();
      const after = redis.echo(`after, ${state}`);
      expect(await Promise.all([before, late, after])).toEqual([
        `before, ${state}`,
        `late, ${state}`,
        `after, ${state}`,
      ]);
    }
  } finally {
    redis.disconnect();
  }
});
