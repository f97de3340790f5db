/** Bound of all frames together, in UTF-16 units: 10,000 usual frames need a tenth of it, 10,000 huge ones must not take the memory. */
const MAX_CHARACTERS = 64 * 1024 * 1024;

/**
 * Raw frames between the connection, which never waits, and Redis, which may be away. Bounded: what does not fit is refused, so
 * that what was read first is kept, in order.
 */
export class FrameBuffer {
  private frames: string[] = [];
  private head = 0;
  private characters = 0;

  constructor(
    private readonly maxFrames: number,
    private readonly maxCharacters = MAX_CHARACTERS,
  ) {}

  get size(): number {
    return this.frames.length - this.head;
  }

  /** @returns false when the frame did not fit and is lost. */
  push(frame: string): boolean {
    if (this.size >= this.maxFrames || this.characters + frame.length > this.maxCharacters) return false;
    this.frames.push(frame);
    this.characters += frame.length;
    return true;
  }

  /** The oldest frames: at most `maxFrames`, and no more than about `maxCharacters` but at least one. */
  take(maxFrames: number, maxCharacters: number): string[] {
    let end = this.head;
    let characters = 0;
    while (end < this.frames.length && end - this.head < maxFrames) {
      const next = this.frames[end]!.length;
      if (characters > 0 && characters + next > maxCharacters) break;
      characters += next;
      end++;
    }
    const taken = this.frames.slice(this.head, end);
    this.characters -= characters;
    this.head = end;
    if (this.head * 2 > this.frames.length) {
      this.frames = this.frames.slice(this.head);
      this.head = 0;
    }
    return taken;
  }
}
