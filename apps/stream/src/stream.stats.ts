import { Injectable } from '@nestjs/common';
import type { Frame } from '@app/admission';

/** What the reader of this process has seen since it started. Frames unless said otherwise. */
@Injectable()
export class StreamStats {
  received = 0;
  readonly byKind: Record<Frame['kind'], number> = {
    actions: 0,
    summary: 0,
    anonymous: 0,
    empty: 0,
    ignored: 0,
    malformed: 0,
  };
  /** Actions of nobody: without a session they cannot be posted. */
  anonymousActions = 0;
  /** Actions left out of a payload: no objects, or without description and title. */
  droppedActions = 0;
  /** Over 2 MB: never taken in. */
  tooLong = 0;
  /** Actions beyond the first 500 of a payload. */
  excessActions = 0;
  /** Lost because the buffer was full. */
  overflow = 0;
  /** Never admitted because Redis kept refusing them. */
  rejected = 0;
  reconnects = 0;
  /** Unix ms; null while not connected. */
  connectedSince: number | null = null;
  /** Unix ms of the last frame. */
  lastEventAt: number | null = null;
}
