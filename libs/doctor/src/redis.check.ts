import { mastersOf, onceRedis } from '@app/redis';
import { type Check, failure, whyOf } from './check';
import { clockFinding, evictionFinding, parseInfo, persistenceFinding, versionFinding } from './redis.judgement';

const FIX = 'check REDIS_URL, and that Redis runs and may be reached from here';

export const redisCheck: Check = {
  names: ['redis', 'redis eviction', 'redis persistence', 'redis clock'],
  needs: ['REDIS_URL', 'REDIS_CLUSTER', 'REDIS_PREFIX'],
  async run(settings) {
    const redis = onceRedis(settings, 4_000);
    let reason: string | undefined;
    redis.on('error', (error: unknown) => (reason = whyOf(error)));
    try {
      await redis.connect();
      const asked = Date.now();
      // Of a Cluster one server stands for all: they are configured alike.
      const [server = redis] = mastersOf(redis);
      const [info, [seconds, micros]] = await Promise.all([server.info().then(parseInfo), server.time()]);
      const ours = (asked + Date.now()) / 2;
      const theirs = Number(seconds) * 1000 + Number(micros) / 1000;
      return [versionFinding(info), evictionFinding(info), persistenceFinding(info), clockFinding(ours - theirs)];
    } catch (error) {
      return [failure(`cannot be used: ${refusal(error) ?? reason ?? whyOf(error)}`, FIX)];
    } finally {
      redis.disconnect();
    }
  },
};

/** The first word of what Redis itself answered, as NOAUTH or WRONGPASS. */
const refusal = (error: unknown) =>
  error instanceof Error && error.name === 'ReplyError' ? (error.message.split(' ', 1)[0] ?? null) : null;
