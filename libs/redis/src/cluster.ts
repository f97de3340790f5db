import { Cluster, type Redis, type RedisOptions } from 'ioredis';

/** While a slot moves or a replica takes over, a command is tried anew after so long, in milliseconds. */
const AGAIN_MS = 50;

/**
 * A client of a Redis Cluster. Every key of a deployment carries the hash tag of REDIS_PREFIX, so all of them are in one slot and every
 * command, script and pipeline has one node: it can be asked as a Redis alone. What its master does not answer because the slot moves or
 * a replica takes over is asked again, for ever or as long as `commandTimeout` says. Commands are not gathered (`enableAutoPipelining`).
 * @param url of one node; the others are found, and have the same user, password and TLS
 */
export function connectCluster(url: string, options: RedisOptions): Redis {
  const { username, password, protocol } = new URL(url);
  const { retryStrategy, enableOfflineQueue, enableAutoPipelining: _, lazyConnect, ...each } = options;
  const patience = options.commandTimeout ?? Infinity;
  const client = new Cluster([url], {
    clusterRetryStrategy: retryStrategy ?? (() => null),
    enableOfflineQueue,
    lazyConnect,
    maxRedirections: Math.max(1, Math.round(patience / AGAIN_MS)),
    retryDelayOnFailover: AGAIN_MS,
    retryDelayOnClusterDown: AGAIN_MS,
    retryDelayOnTryAgain: AGAIN_MS,
    retryDelayOnMoved: AGAIN_MS,
    // Certificates of managed services name hosts: those are kept as the Cluster tells them.
    dnsLookup: protocol === 'rediss:' ? (address, done) => done(null, address) : undefined,
    redisOptions: {
      ...each,
      username: decodeURIComponent(username) || undefined,
      password: decodeURIComponent(password) || undefined,
      tls: protocol === 'rediss:' ? {} : undefined,
    },
  });
  return client as unknown as Redis;
}

const clusterOf = (client: Redis) => (client.isCluster ? (client as unknown as Cluster) : null);

/** The servers behind a client: what names no key is asked of each of them. */
export const mastersOf = (client: Redis): Redis[] => clusterOf(client)?.nodes('master') ?? [client];

/** One more client of the same Redis, with other options. */
export function duplicateOf(client: Redis, options: RedisOptions): Redis {
  const cluster = clusterOf(client);
  if (!cluster) return client.duplicate(options);
  const { enableAutoPipelining: _, ...each } = options;
  return cluster.duplicate([], { redisOptions: { ...cluster.options.redisOptions, ...each } }) as unknown as Redis;
}
