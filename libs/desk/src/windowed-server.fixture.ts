import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API with fixed windows for the specs of the gate: counts on arrival, answers with the rate headers, 429 once the window is used up. */
export async function windowedServer({
  limit,
  windowMs,
  offsetMs,
}: {
  limit: number;
  windowMs: number;
  offsetMs: number;
}) {
  const used = new Map<number, number>();
  const counts = new Map<number, { ok: number; refused: number }>();
  const windowNow = () => Math.floor((Date.now() - offsetMs) / windowMs);
  const spend = (calls: number) => {
    const window = windowNow();
    const before = used.get(window) ?? 0;
    if (before >= limit) return false;
    used.set(window, Math.min(limit, before + calls));
    return true;
  };
  const server = createServer((_, response) => {
    const accepted = spend(1);
    const count = counts.get(windowNow()) ?? { ok: 0, refused: 0 };
    counts.set(windowNow(), count);
    if (accepted) count.ok++;
    else count.refused++;
    response.writeHead(accepted ? 200 : 429, {
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': limit - (used.get(windowNow()) ?? 0),
      'X-RateLimit-Reset': (((windowNow() + 1) * windowMs + offsetMs) / 1000).toFixed(3),
    });
    setTimeout(() => response.end('{}'), 5 + Math.random() * 20);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** By window, our own calls only. */
    counts,
    /** Another app of the same workspace. */
    spend,
    windowNow,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
