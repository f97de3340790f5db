import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { Settings } from '@app/config';
import { markDoor, type Door } from './door.guard';

/** Against clients that send a byte now and then, in milliseconds. */
const SLOW = { headersTimeout: 10_000, requestTimeout: 15_000, connectionsCheckingInterval: 2_000 };
/** Intercom and proxies reuse connections; longer than the 60 s that most of them keep one. */
const KEEP_ALIVE_MS = 65_000;
/** Pages on the ops door may hang on a poll; nobody loses anything by it. */
const OPS_CLOSE_MS = 1_000;

/**
 * The two servers of one application. At a stop the public one closes first and lets requests in hand finish, because it is
 * intake; the private one stays until the workers are told to stop.
 */
@Injectable()
export class Listeners implements OnModuleDestroy, OnApplicationShutdown {
  private readonly open = new Map<Door, Server>();

  constructor(private readonly settings: Settings) {}

  /**
   * Listens, the private door first; resolves with the real ports (`null`: this door is not opened).
   * @throws Error naming the variable when the port is not to be had
   */
  async listen(application: RequestListener, withPublic: boolean): Promise<{ public: number | null; ops: number }> {
    const { HOST, PORT, OPS_HOST, OPS_PORT } = this.settings;
    const ops = await this.start('ops', OPS_HOST, OPS_PORT, 'OPS', application);
    return { ops, public: withPublic ? await this.start('public', HOST, PORT, '', application) : null };
  }

  onModuleDestroy(): Promise<void> {
    return this.close('public', this.settings.SHUTDOWN_TIMEOUT_MS);
  }

  onApplicationShutdown(): Promise<void> {
    return this.close('ops', OPS_CLOSE_MS);
  }

  private start(
    door: Door,
    host: string,
    port: number,
    group: 'OPS' | '',
    application: RequestListener,
  ): Promise<number> {
    const [hostName, portName] = group === 'OPS' ? ['OPS_HOST', 'OPS_PORT'] : ['HOST', 'PORT'];
    const server = createServer({ ...SLOW, keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
      markDoor(request, door);
      application(request, response);
    });
    this.open.set(door, server);
    return new Promise((resolve, reject) => {
      const refused = (error: Error) =>
        reject(new Error(`${portName} ${port} on ${hostName} ${host} cannot be used: ${error.message}`));
      server.once('error', refused);
      server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
    });
  }

  private async close(door: Door, withinMs: number): Promise<void> {
    const server = this.open.get(door);
    if (!server?.listening) return;
    const late = setTimeout(() => server.closeAllConnections(), withinMs);
    await new Promise((resolve) => server.close(resolve));
    clearTimeout(late);
  }
}
