/** Lets one line of a kind through per second and says how many it stands for: a flood of bad frames must not flood the log. */
export class SparseLog {
  private readonly kinds = new Map<string, { quietUntil: number; count: number }>();

  constructor(private readonly everyMs = 1000) {}

  /** `write` gets how many of this kind there were since the last line, this one included. */
  say(kind: string, write: (count: number) => void): void {
    const state = this.kinds.get(kind) ?? { quietUntil: 0, count: 0 };
    this.kinds.set(kind, state);
    state.count++;
    if (Date.now() < state.quietUntil) return;
    write(state.count);
    state.count = 0;
    state.quietUntil = Date.now() + this.everyMs;
  }
}
