import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** One child of the run, as `scripts/child.mjs` starts it. */
export interface Child {
  stdout: Readable | null;
  stderr: Readable | null;
  exited: Promise<number>;
  stop(): Promise<number>;
  signal(name: string): void;
  /** SIGKILL to it and all that it started. */
  kill(): void;
}

const KEPT_LINES = 15;

/** A named child whose output goes to a file; its last lines are kept for the moment when it dies. */
export class Part {
  private tail: string[] = [];
  private stopping = false;

  constructor(
    readonly name: string,
    readonly logFile: string,
    private readonly child: Child,
    /** Of a file that is there already the lines are kept. */
    again = false,
  ) {
    const file = createWriteStream(logFile, { flags: again ? 'a' : 'w' });
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        file.write(text);
        this.tail = [...this.tail, ...text.split('\n').filter(Boolean)].slice(-KEPT_LINES);
      });
    }
    void child.exited.finally(() => file.end());
  }

  signal(name: string): void {
    this.child.signal(name);
  }

  /** Calls `read` with every whole line of its standard output from now on, until what it returns is called. */
  onLine(read: (line: string) => void): () => void {
    let rest = '';
    const hear = (text: string) => {
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(read);
    };
    this.child.stdout?.on('data', hear);
    return () => void this.child.stdout?.off('data', hear);
  }

  /** Resolves with the next line from now on that holds `words`. */
  async says(words: string): Promise<void> {
    let deaf: () => void = () => undefined;
    await new Promise<void>((resolve) => (deaf = this.onLine((line) => line.includes(words) && resolve())));
    deaf();
  }

  /** Rejects when the child ends without having been asked to, with what it said last. Never resolves otherwise. */
  readonly died = (): Promise<never> =>
    new Promise((_resolve, reject) => {
      void this.child.exited.then((code) => {
        if (!this.stopping)
          reject(new Error([`${this.name} ended with code ${code}. It said last:`, ...this.tail].join('\n  ')));
      }, reject);
    });

  stop(): Promise<number> {
    this.stopping = true;
    return this.child.stop();
  }

  /** Ends it without a word. Resolves once it is gone. */
  async kill(): Promise<void> {
    this.stopping = true;
    this.child.kill();
    await this.child.exited;
  }
}
