import { Logger } from '@nestjs/common';
import type { Settings } from '@app/config';
import type { ConnectionOptions } from 'bullmq';
import { Redis, type RedisOptions } from 'ioredis';
import { connectCluster } from './cluster';
import { definesLate } from './late.commands';

/** Token of the client for scripts: its commands wait for Redis to come back, however long that takes. */
export const REDIS = Symbol('REDIS');
/** Token of the client for request paths: a command fails within about a second when Redis is away. */
export const REDIS_FAST = Symbol('REDIS_FAST');
/** Token of what BullMQ connects with: see `bullConnection`. */
export const BULL_CONNECTION = Symbol('BULL_CONNECTION');

/** Longest wait for one command of `REDIS_FAST`, in milliseconds. */
const FAST_TIMEOUT_MS = 1000;
const LOG_AT_MOST_EVERY_MS = 1000;

/** Reconnects for ever: 50, 100 … 1,000 ms. */
const retryStrategy = (attempt: number) => Math.min(attempt * 50, 1000);

/** A former master answers READONLY after a failover: go and find the new one, then send the command again. */
const reconnectOnError = (error: Error) => (error.message.startsWith('READONLY') ? 2 : false);

/** `disconnectTimeout`: a client that is closed while Redis is away keeps the process up for so long. */
const shared = { retryStrategy, reconnectOnError, connectTimeout: 5000, disconnectTimeout: 500 } satisfies RedisOptions;

/** Where Redis is. */
export type RedisPlace = Pick<Settings, 'REDIS_URL' | 'REDIS_CLUSTER'>;

/** A client with these options, of a Redis alone or of a Cluster: what it is asked is the same, for a deployment has one slot. */
const connect = ({ REDIS_URL, REDIS_CLUSTER }: RedisPlace, options: RedisOptions): Redis =>
  REDIS_CLUSTER ? connectCluster(REDIS_URL, options) : definesLate(new Redis(REDIS_URL, options));

/** For a command or a check that asks once: fails at once where Redis is away. Whoever opens it closes it. */
export const onceRedis = (place: RedisPlace, connectTimeout: number): Redis =>
  connect(place, { lazyConnect: true, retryStrategy: null, connectTimeout });

/**
 * For `connection` of BullMQ's queues and workers: options, with which each opens and closes its own. Of a Cluster it is a client,
 * which all of them share and `RedisModule` closes.
 */
export const bullConnection = (settings: Settings): ConnectionOptions =>
  settings.REDIS_CLUSTER
    ? reported(connect(settings, { ...shared, maxRetriesPerRequest: null }), 'redis (queues)')
    : { url: settings.REDIS_URL, ...shared, maxRetriesPerRequest: null };

/** A client never ends a process: it says at most once a second that Redis is away, and why. */
function reported(client: Redis, name: string): Redis {
  const logger = new Logger('Redis');
  let quietUntil = 0;
  let away = false;
  client.on('error', (error: Error & { code?: string }) => {
    away = true;
    if (Date.now() < quietUntil) return;
    quietUntil = Date.now() + LOG_AT_MOST_EVERY_MS;
    logger.warn(`${name}: ${error.message || (error.code ?? error.name)}`);
  });
  client.on('ready', () => {
    if (away) logger.log(`${name}: connected again`);
    away = false;
  });
  return client;
}

/** What is asked in one turn of the event loop travels together: a third of what a busy writer costs Redis is reading and answering. */
export const patientRedis = (settings: Settings) =>
  reported(connect(settings, { ...shared, maxRetriesPerRequest: null, enableAutoPipelining: true }), 'redis');

/** What was sent and not answered when the connection broke fails too: it is not sent again behind the caller's back. */
export const fastRedis = (settings: Settings) =>
  reported(
    connect(settings, {
      ...shared,
      connectTimeout: FAST_TIMEOUT_MS,
      commandTimeout: FAST_TIMEOUT_MS,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
    }),
    'redis (fast)',
  );
