import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Part } from './part';
import { Processes } from './processes';

/** A part that never was a process: it is stopped, killed, or ends by itself. */
class Pretended {
  ended: (reason: Error) => void = () => undefined;
  private readonly end = new Promise<never>((_resolve, reject) => (this.ended = reject));

  constructor(
    readonly name: string,
    readonly env: Record<string, string>,
    private readonly log: string[],
  ) {
    log.push(`start ${name} ${env['NOTE_PRESET'] ?? '-'}`);
  }
  died = () => this.end;
  stop = async () => this.log.push(`stop ${this.name}`);
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
    processes = new Processes([spec('writer'), spec('service')], ({ name }, more) => {
      const part = new Pretended(name, more, log);
      parts.push(part);
      return part as unknown as Part;
    });
    await processes.open();
    log.length = 0;
  });
  afterEach(() => void door.close());

  it('ends each in good order and starts it with what is new', async () => {
    await processes.restart({ NOTE_PRESET: 'calm' });
    expect(log.toSorted()).toEqual(['start service calm', 'start writer calm', 'stop service', 'stop writer']);
    for (const name of ['writer', 'service'])
      expect(log.indexOf(`stop ${name}`)).toBeLessThan(log.indexOf(`start ${name} calm`));
  });

  it('kills only the one that is named, without asking it to stop, and starts it as it was', async () => {
    await processes.kill('writer', { NOTE_PRESET: 'quiet' });
    expect(log).toEqual(['kill writer', 'start writer quiet']);
  });

  it('tells of one that ends by itself, also of one that was started later', async () => {
    await processes.kill('writer', {});
    parts.at(-1)!.ended(new Error('writer ended with code 1'));
    await expect(processes.died).rejects.toThrow('writer ended with code 1');
  });

  it('stops in the opposite order of the start', async () => {
    await processes.stop();
    expect(log).toEqual(['stop service', 'stop writer']);
  });
});
