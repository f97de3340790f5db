import { Part } from './part';
import { ready } from './ready';

/** From a start on a slow machine to an open door, in milliseconds. */
const READY_WITHIN_MS = 60_000;

/** What the service logs once its doors are open. */
const LISTENS = '"msg":"listening"';

export interface ProcessSpec {
  name: string;
  args: string[];
  env: Record<string, string>;
  /** Answers 2xx once the process does its work. */
  readyUrl: string;
}

/** The service as several processes, each of which can be ended and started anew on its own, at any time. */
export class Processes {
  private readonly parts = new Map<string, Part>();
  private fail: (reason: unknown) => void = () => undefined;
  /** Rejects when one of them ended and nobody had asked for it. */
  readonly died: Promise<never>;

  constructor(
    private readonly specs: ProcessSpec[],
    private readonly start: (spec: ProcessSpec) => Part,
  ) {
    this.died = new Promise<never>((_resolve, reject) => (this.fail = reject));
    this.died.catch(() => undefined);
  }

  async open(): Promise<void> {
    for (const spec of this.specs) this.begin(spec);
    await Promise.all(this.specs.map(({ readyUrl }) => ready(readyUrl, READY_WITHIN_MS)));
  }

  /** All at once: each ends its work in hand, and starts anew. */
  async restart(): Promise<void> {
    await Promise.all(
      this.specs.map(async (spec) => {
        await this.parts.get(spec.name)?.stop();
        this.begin(spec);
        await ready(spec.readyUrl, READY_WITHIN_MS);
      }),
    );
  }

  /** All at once: each ends its work in hand, reads its settings anew and goes on in the same process. */
  async reload(): Promise<void> {
    await Promise.all(
      this.specs.map(async ({ name, readyUrl }) => {
        const part = this.parts.get(name);
        const listens = part?.says(LISTENS);
        part?.signal('USR2');
        await listens;
        await ready(readyUrl, READY_WITHIN_MS);
      }),
    );
  }

  /** SIGKILL, in the middle of whatever it does, and a new one in its place. */
  async kill(name: string): Promise<void> {
    const spec = this.specs.find((one) => one.name === name);
    if (!spec) throw new Error(`there is no process ${name}`);
    await this.parts.get(name)?.kill();
    this.begin(spec);
    await ready(spec.readyUrl, READY_WITHIN_MS);
  }

  /** In the opposite order of their start. */
  async stop(): Promise<void> {
    for (const { name } of this.specs.toReversed()) await this.parts.get(name)?.stop();
  }

  private begin(spec: ProcessSpec): void {
    const part = this.start(spec);
    this.parts.set(spec.name, part);
    part.died().catch(this.fail);
  }
}
