import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';

/** Asks people, one line at a time; answers may be piped too. What is asked for in secret is not shown as it is typed. */
export class Asker {
  private readonly lines: AsyncIterator<string>;
  private readonly face: Interface;
  private isSecret = false;

  constructor() {
    const output = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        if (!this.isSecret) process.stderr.write(chunk);
        done();
      },
    });
    this.face = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY === true });
    this.face.once('SIGINT', () => {
      process.stderr.write('\n');
      process.exit(130);
    });
    this.lines = this.face[Symbol.asyncIterator]();
  }

  say = (text: string): void => void process.stderr.write(`${text}\n`);

  /** The answer without the white space around it; null when there is no more input. */
  async ask(question: string, { secret = false } = {}): Promise<string | null> {
    process.stderr.write(`${question} `);
    this.isSecret = secret;
    const { value, done } = await this.lines.next();
    this.isSecret = false;
    if (secret || !process.stdin.isTTY) process.stderr.write('\n');
    return done === true ? null : String(value).trim();
  }

  async agrees(question: string): Promise<boolean> {
    return /^y(es)?$/i.test((await this.ask(`${question} [y/N]`)) ?? '');
  }

  close = (): void => this.face.close();
}
