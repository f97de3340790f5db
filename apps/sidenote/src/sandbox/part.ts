import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';

/** One child of the run, as `scripts/child.mjs` starts it. */
export interface Child {
  stdout: Readable | null;
  stderr: Readable | null;
  exited: Promise<number>;
  stop(): Promise<number>;
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
  ) {
    const file = createWriteStream(logFile);
    for (const output of [child.stdout, child.stderr]) {
      output?.setEncoding('utf8').on('data', (text: string) => {
        file.write(text);
        this.tail = [...this.tail, ...text.split('\n').filter(Boolean)].slice(-KEPT_LINES);
      });
    }
    void child.exited.finally(() => file.end());
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
}
