import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An API with fixed windows for the specs of the gate: counts on arrival, answers with the rate headers, 429 once the window is used up. */
export async function windowedServer({
  limit,
  windowMs,
  offsetMs,
  neighbour = 0,
}: {
  limit: number;
  windowMs: number;
  offsetMs: number;
  /** Calls that another app of the same workspace makes at the beginning of every window. */
  neighbour?: number;
}) {
  const used = new Map<number, number>();
  const counts = new Map<number, { ok: number; refused: number }>();
  const windowNow = () => Math.floor((Date.now() - offsetMs) / windowMs);
  const usedIn = (window: number) => used.get(window) ?? Math.min(limit, neighbour);
  const server = createServer((_, response) => {
    const window = windowNow();
    const accepted = usedIn(window) < limit;
    const count = counts.get(window) ?? { ok: 0, refused: 0 };
    counts.set(window, count);
    if (accepted) {
      used.set(window, usedIn(window) + 1);
      count.ok++;
    } else count.refused++;
    response.writeHead(accepted ? 200 : 429, {
      'X-RateLimit-Limit': limit,
      'X-RateLimit-Remaining': limit - usedIn(window),
      'X-RateLimit-Reset': (((window + 1) * windowMs + offsetMs) / 1000).toFixed(3),
    });
    setTimeout(() => response.end('{}'), 5 + Math.random() * 20);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** By window, our own calls only. */
    counts,
    windowNow,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
