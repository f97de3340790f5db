import { TOPICS } from '@app/intercom';
import { onceRedis, webhooksKey } from '@app/redis';
import { type Check, type Finding, ok, skipped, warning } from './check';

/** Without these nothing is ever linked by a webhook. */
const LINKING = Object.keys(TOPICS).filter((topic) => TOPICS[topic]!.means === 'writes');

/** The last delivery of each topic. Subscriptions cannot be read by API: "never received" may as well be "not subscribed". */
export const deliveriesCheck: Check = {
  names: ['webhook deliveries'],
  needs: ['REDIS_URL', 'REDIS_CLUSTER', 'REDIS_PREFIX'],
  async run(settings) {
    const redis = onceRedis(settings, 4_000);
    redis.on('error', () => undefined);
    try {
      await redis.connect();
      return [deliveriesFinding(await redis.hgetall(webhooksKey(settings.REDIS_PREFIX)), Date.now())];
    } catch {
      return [skipped('Redis cannot be asked')];
    } finally {
      redis.disconnect();
    }
  },
};

/** @param last topic -> Unix ms, as text */
export function deliveriesFinding(last: Readonly<Record<string, string>>, now: number): Finding {
  const received = Object.keys(TOPICS).filter((topic) => last[topic]);
  const missing = Object.keys(TOPICS).filter((topic) => !last[topic]);
  const lines = received.map((topic) => `${topic} ${ago(now - Number(last[topic]))}`);
  if (missing.length > 0) lines.push(`never received: ${missing.join(', ')}`);
  const message = lines.join('; ');
  if (LINKING.some((topic) => last[topic])) return ok(message);
  return warning(message, 'subscribe to the topics that `sidenote webhook` prints, then write in a test conversation');
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  if (seconds < 120) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
