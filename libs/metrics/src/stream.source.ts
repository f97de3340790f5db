import { Injectable, Module } from '@nestjs/common';

/** What a stream reader knows of itself; counts since the process began. */
export interface StreamFigures {
  readonly byKind: Readonly<Record<string, number>>;
  readonly anonymousActions: number;
  readonly droppedActions: number;
  readonly tooLong: number;
  readonly excessActions: number;
  readonly overflow: number;
  readonly rejected: number;
  readonly reconnects: number;
  /** Unix ms; null while not connected. */
  readonly connectedSince: number | null;
  /** Unix ms; null before the first. */
  readonly lastEventAt: number | null;
}

/** Where the stream role shows its figures; they are read at each scrape. */
@Injectable()
export class StreamSource {
  figures: StreamFigures | null = null;

  watch(figures: StreamFigures): void {
    this.figures = figures;
  }
}

/** The port alone, for the role that fills it. */
@Module({ providers: [StreamSource], exports: [StreamSource] })
export class StreamSourceModule {}
