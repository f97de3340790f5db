import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';

describe('two deployments with one prefix and different products', () => {
  it('the second refuses to start, and says why', async () => {
    const stage = await Stage.open();
    try {
      const second = Service.spawn({
        environment: { ...stage.environment, AUTOPLAY_STREAM_URL: `${stage.other.url}/stream/another-shop` },
        roles: 'writer',
      });
      await until('it has ended', () => second.child.exitCode !== null, { timeoutMs: 50_000 });
      expect(second.child.exitCode).toBe(1);
      const said = second.printed.join('\n');
      expect(said).toContain(`REDIS_PREFIX "${stage.redis.prefix}" belongs to the product`);
      expect(said).toContain('"another-shop"');
    } finally {
      await stage.close();
    }
  });
});
