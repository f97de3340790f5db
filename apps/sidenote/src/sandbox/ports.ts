import { createServer } from 'node:net';

const isFree = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, host, () => probe.close(() => resolve(true)));
  });

/** The first free port from `from` on that is not in `taken`. @throws Error after a hundred */
export async function freePortFrom(from: number, taken: ReadonlySet<number>, host = '127.0.0.1'): Promise<number> {
  for (let port = from; port < from + 100; port += 1) {
    if (!taken.has(port) && (await isFree(port, host))) return port;
  }
  throw new Error(`no free port between ${from} and ${from + 99}`);
}
