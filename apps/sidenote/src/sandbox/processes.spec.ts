import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Part } from './part';
import { Processes } from './processes';

/** A part that never was a process: it is stopped, killed, or ends by itself. */
class Pretended {
  ended: (reason: Error) => void = () => undefined;
  private listens: () => void = () => undefined;
  private readonly end = new Promise<never>((_resolve, reject) => (this.ended = reject));

  constructor(
    readonly name: string,
    private readonly log: string[],
  ) {
    log.push(`start ${name}`);
  }
  died = () => this.end;
  private hears(words: string, then: () => void): void {
    this.log.push(`${this.name} ${words}`);
    then();
  }
  stop = async () => this.log.push(`stop ${this.name}`);
  signal = (signal: string) => {
    this.log.push(`${signal} ${this.name}`);
    this.listens();
  };
  says = (words: string) => new Promise<void>((resolve) => (this.listens = () => this.hears(words, resolve)));
  kill = async () => void this.log.push(`kill ${this.name}`);
}

describe('the processes of the service', () => {
  let door: Server;
  let log: string[];
  let parts: Pretended[];
  let processes: Processes;

  beforeEach(async () => {
    door = createServer((_req, res) => res.end('ready')).listen(0, '127.0.0.1');
    await new Promise((resolve) => door.once('listening', resolve));
    const readyUrl = `http://127.0.0.1:${(door.address() as AddressInfo).port}/`;
    [log, parts] = [[], []];
    const spec = (name: string) => ({ name, args: [], env: {}, readyUrl });
    processes = new Processes([spec('writer'), spec('service')], ({ name }) => {
      const part = new Pretended(name, log);
      parts.push(part);
      return part as unknown as Part;
    });
    await processes.open();
    log.length = 0;
  });
  afterEach(() => void door.close());

  it('ends each in good order and starts it anew', async () => {
    await processes.restart();
    expect(log.toSorted()).toEqual(['start service', 'start writer', 'stop service', 'stop writer']);
    for (const name of ['writer', 'service'])
      expect(log.indexOf(`stop ${name}`)).toBeLessThan(log.indexOf(`start ${name}`));
  });

  it('has each read its settings anew without ending it, and waits until it listens again', async () => {
    await processes.reload();
    const listens = '"msg":"listening"';
    expect(log).toEqual(['USR2 writer', `writer ${listens}`, 'USR2 service', `service ${listens}`]);
  });

  it('kills only the one that is named, without asking it to stop, and starts it as it was', async () => {
    await processes.kill('writer');
    expect(log).toEqual(['kill writer', 'start writer']);
  });

  it('tells of one that ends by itself, also of one that was started later', async () => {
    await processes.kill('writer');
    parts.at(-1)!.ended(new Error('writer ended with code 1'));
    await expect(processes.died).rejects.toThrow('writer ended with code 1');
  });

  it('stops in the opposite order of the start', async () => {
    await processes.stop();
    expect(log).toEqual(['stop service', 'stop writer']);
  });
});
