import { Cluster, Redis } from 'ioredis';
import { freePort, RedisServer } from './redis-server';
import { until } from './until';

const SLOTS = 16_384;
const MASTERS = 3;
const KEYS_AT_ONCE = 2;

interface Node {
  server: RedisServer;
  client: Redis;
  bus: string;
  id: string;
}

/** Three masters, a third of the slots each. */
export class RedisCluster {
  private readonly replicas: Node[] = [];
  /** Where slots are that were moved: slot -> which master. */
  private readonly moved = new Map<number, number>();

  private constructor(
    private readonly nodes: Node[],
    readonly client: Cluster,
  ) {}

  /** Of one node; the others are found. */
  get url(): string {
    return this.nodes[0]!.server.url;
  }

  static async start(): Promise<RedisCluster> {
    const nodes = await Promise.all(Array.from({ length: MASTERS }, startNode));
    const share = Math.ceil(SLOTS / MASTERS);
    for (const [i, { client }] of nodes.entries()) {
      await client.call('CLUSTER', 'ADDSLOTSRANGE', i * share, Math.min(SLOTS, (i + 1) * share) - 1);
      await client.call('CLUSTER', 'SET-CONFIG-EPOCH', i + 1);
    }
    for (const { server, bus } of nodes.slice(1))
      await nodes[0]!.client.call('CLUSTER', 'MEET', '127.0.0.1', server.port, bus);
    await until('the masters know each other', async () => {
      const told = await Promise.all(nodes.map(({ client }) => client.cluster('INFO')));
      return told.every((info) => info.includes('cluster_state:ok') && info.includes(`cluster_size:${MASTERS}`));
    });
    // A slot that moves is waited for, however many keys it has.
    const options = { maxRedirections: 10_000, retryDelayOnTryAgain: 20, redisOptions: { maxRetriesPerRequest: null } };
    const client = new Cluster([{ host: '127.0.0.1', port: nodes[0]!.server.port }], options);
    client.on('error', () => undefined);
    return new RedisCluster(nodes, client);
  }

  /** Keys of each master. */
  sizes = () => Promise.all(this.nodes.map(({ client }) => client.dbsize()));

  /** Moves the slot of this key to another master, a few keys at a time. Returns how many keys moved. */
  async moveSlotOf(key: string): Promise<number> {
    const { slot, at } = await this.placeOf(key);
    const [from, to] = [this.nodes[at]!, this.nodes[(at + 1) % MASTERS]!];
    await to.client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', from.id);
    await from.client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', to.id);
    let moved = 0;
    for (;;) {
      const keys = (await from.client.call('CLUSTER', 'GETKEYSINSLOT', slot, KEYS_AT_ONCE)) as string[];
      if (keys.length === 0) break;
      await from.client.call('MIGRATE', '127.0.0.1', to.server.port, '', 0, 5_000, 'KEYS', ...keys);
      moved += keys.length;
    }
    for (const { client } of [to, from]) await client.call('CLUSTER', 'SETSLOT', slot, 'NODE', to.id);
    this.moved.set(slot, this.nodes.indexOf(to));
    return moved;
  }

  /** A replica of the master that has the slot of this key, with all that it has. */
  async addReplicaOf(key: string): Promise<void> {
    const master = this.nodes[(await this.placeOf(key)).at]!;
    const replica = await startNode();
    this.replicas.push(replica);
    await master.client.call('CLUSTER', 'MEET', '127.0.0.1', replica.server.port, replica.bus);
    await until('the replica knows its master', async () =>
      String(await replica.client.cluster('NODES')).includes(master.id),
    );
    await until('it replicates', () => replica.client.call('CLUSTER', 'REPLICATE', master.id));
    await until('it has everything', async () => (await replica.client.info()).includes('master_link_status:up'));
    await until('every master knows it', async () => {
      const told = await Promise.all(this.nodes.map(({ client }) => client.cluster('NODES')));
      return told.every((nodes) => new RegExp(`^${replica.id} .*slave ${master.id}`, 'm').test(String(nodes)));
    });
  }

  /** The master of this key's slot dies once its replica has all that it has. Resolves when the replica has taken over. */
  async loseMasterOf(key: string): Promise<void> {
    const master = this.nodes[(await this.placeOf(key)).at]!;
    const [replica] = this.replicas;
    await until('nothing is on its way to the replica', async () => {
      const [one, other] = await Promise.all([master.client.info('replication'), replica!.client.info('replication')]);
      return offsetOf(one) === offsetOf(other);
    });
    await master.server.goAway('SIGKILL');
    await until('the replica has taken over', async () => (await replica!.client.info()).includes('role:master'));
  }

  private async placeOf(key: string): Promise<{ slot: number; at: number }> {
    const slot = Number(await this.client.cluster('KEYSLOT', key));
    return { slot, at: this.moved.get(slot) ?? Math.floor(slot / Math.ceil(SLOTS / MASTERS)) };
  }

  async remove(): Promise<void> {
    this.client.disconnect();
    for (const { client, server } of [...this.nodes, ...this.replicas]) {
      client.disconnect();
      await server.remove();
    }
  }
}

const offsetOf = (info: string) => /^(?:master|slave)_repl_offset:(\d+)/m.exec(info)?.[1];

async function startNode(): Promise<Node> {
  const bus = String(await freePort());
  const options = { 'cluster-enabled': 'yes', 'cluster-port': bus, 'cluster-node-timeout': '3000' };
  const server = await RedisServer.start(options);
  const client = new Redis(server.url);
  client.on('error', () => undefined);
  return { server, client, bus, id: (await client.call('CLUSTER', 'MYID')) as string };
}
