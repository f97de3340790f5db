const CR = 13;
const LF = 10;

/**
 * Lets whole SSE frames through and leaves out those of more than `mostBytes`: of such a one no more than that is ever held. Bytes are
 * passed on at the end of their frame (an empty line; lines end in LF, CR or both), wherever chunks are cut.
 */
export class FrameLimit extends TransformStream<Uint8Array, Uint8Array> {
  constructor(mostBytes: number, onTooLong: () => void) {
    const held: Uint8Array[] = [];
    let bytes = 0;
    let lineBytes = 0;
    let afterCr = false;

    /** Keeps what belongs to the frame at hand, as long as that is not too long. */
    const hold = (part: Uint8Array) => {
      if (bytes <= mostBytes) held.push(part);
      bytes += part.length;
      if (bytes > mostBytes) held.length = 0;
    };
    /** Whether this byte ends an empty line, and the frame with it. */
    const ends = (byte: number): boolean => {
      const isRestOfCrLf = byte === LF && afterCr;
      afterCr = byte === CR;
      if (isRestOfCrLf) return false;
      if (byte !== CR && byte !== LF) {
        lineBytes++;
        return false;
      }
      const isEmpty = lineBytes === 0;
      lineBytes = 0;
      return isEmpty;
    };

    super({
      transform(chunk, controller) {
        let from = 0;
        for (let at = 0; at < chunk.length; at++) {
          if (!ends(chunk[at]!)) continue;
          hold(chunk.subarray(from, at + 1));
          from = at + 1;
          if (bytes > mostBytes) onTooLong();
          for (const part of held) controller.enqueue(part);
          held.length = bytes = 0;
        }
        if (from < chunk.length) hold(chunk.subarray(from));
      },
    });
  }
}
