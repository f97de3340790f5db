import type { Feed } from '../feed';

export const PRESETS = ['recipe', 'calm', 'quiet'] as const;
export type Preset = (typeof PRESETS)[number];

/** What whoever runs the service beside this sandbox can be asked for. */
export type Asked = { ask: 'preset'; preset: Preset } | { ask: 'kill-writer' };

/** The service beside the sandbox, if somebody runs it who listens: that one restarts it and says when it is steady again. */
export class Beside {
  preset: Preset = 'recipe';
  steady = true;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly feed: Feed,
    private readonly tell: ((asked: Asked) => void) | null,
  ) {}

  get listens(): boolean {
    return this.tell !== null;
  }

  /** Not steady from now on, until `is` says otherwise. False: nobody listens, or it is busy with something else. */
  ask(asked: Asked): boolean {
    if (!this.tell || !this.steady) return false;
    this.is({ preset: asked.ask === 'preset' ? asked.preset : this.preset, steady: asked.ask === 'kill-writer' });
    this.tell(asked);
    return true;
  }

  is({ preset, steady }: { preset?: Preset; steady: boolean }): void {
    this.preset = preset ?? this.preset;
    this.steady = steady;
    this.feed.tell('service', { preset: this.listens ? this.preset : null, steady });
    if (!steady) return;
    for (const go of this.waiting) go();
    this.waiting.clear();
  }

  /** Resolves when it is steady, or when the sandbox closes. */
  async untilSteady(signal: AbortSignal): Promise<void> {
    if (this.steady || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.waiting.add(resolve);
      signal.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}
