import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { sandboxApp } from './app';
import { DEFAULT_SETTINGS, type SandboxSettings } from './settings';
import type { OperationsAccess } from './try/operations';
import type { Asked } from './try/service';
import { Visitors } from './visitors/visitors';
import { World } from './world';

/** Settings that are not given have the values of `DEFAULT_SETTINGS`. Port 0 takes a free one. */
export interface SandboxOptions extends Partial<SandboxSettings> {
  host?: string;
  port?: number;
  /** The scripted visitors browse by themselves once somebody reads the stream. */
  visitors?: boolean;
  /** Scales the visitors' pauses: 1 is for people to watch. */
  visitorsPace?: number;
  /** Linked by the page. */
  opsUrl?: string;
  /** The service's operations door and its password: asked for the way of an action, never shown to a browser. */
  operations?: OperationsAccess;
  /** Told what is to be done to the service beside the sandbox; without it nobody is asked. */
  ask?: (asked: Asked) => void;
  /** Of everything that is left to chance. */
  seed?: number;
}

export interface Sandbox {
  /** `http://host:port`, the base of every fake: `/autoplay/stream/<product id>`, `/intercom`, `/openai/v1`, `/control`, and the page. */
  url: string;
  /** Ends every connection, the streams too, and every timer. */
  close(): Promise<void>;
}

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const {
    host = '127.0.0.1',
    port = 0,
    visitors = false,
    visitorsPace = 1,
    opsUrl = null,
    operations = null,
    ask = null,
    seed = Date.now(),
    ...given
  } = options;
  const world = new World({ ...structuredClone(DEFAULT_SETTINGS), ...given }, seed, opsUrl, operations, ask);
  const server = createServer(sandboxApp(world));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  }).catch((error: unknown) => {
    world.close();
    throw error;
  });
  const browsing = visitors ? new Visitors(world, visitorsPace).run() : Promise.resolve();
  const address = server.address() as AddressInfo;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
    close: async () => {
      world.close();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      setImmediate(() => server.closeAllConnections());
      await Promise.all([closed, browsing]);
    },
  };
}
