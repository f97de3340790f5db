import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Admission } from '@app/admission';
import { Settings } from '@app/config';
import { Mask } from '@app/masks';
import { HealthRegistry } from '@app/observability';
import { AdmissionPump } from './admission.pump';
import { FrameBuffer } from './frame.buffer';
import { SparseLog } from './sparse.log';
import { StreamReader } from './stream.reader';
import { StreamStats } from './stream.stats';

/** Of the time to stop, what draining may take: Redis may be away, and others have to stop after this. */
const DRAIN_SHARE = 0.5;

/**
 * The reader's life: it starts with the process, and stops before everything else does (reading first, then what was read goes into
 * Redis). Readiness `stream`: connected or not.
 */
@Injectable()
export class StreamRole implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Stream');
  private readonly sparse = new SparseLog();
  private readonly buffer: FrameBuffer;
  private readonly pump: AdmissionPump;
  private readonly reader: StreamReader;

  constructor(
    private readonly settings: Settings,
    admission: Admission,
    health: HealthRegistry,
    private readonly stats: StreamStats,
    mask: Mask,
  ) {
    this.buffer = new FrameBuffer(settings.STREAM_BUFFER_MAX);
    this.pump = new AdmissionPump(this.buffer, admission, settings.productId, stats, mask);
    const { AUTOPLAY_STREAM_URL: url, AUTOPLAY_API_TOKEN: token } = settings;
    this.reader = new StreamReader({ url, token }, stats, (raw) => this.accept(raw));
    health.register('stream', () => {
      const reason = this.reader.notConnected;
      return reason === null ? { ok: true } : { ok: false, reason };
    });
  }

  onApplicationBootstrap(): void {
    this.reader.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.reader.stop();
    const lost = await this.pump.drain(this.settings.SHUTDOWN_TIMEOUT_MS * DRAIN_SHARE);
    if (lost > 0) this.logger.error(`stopped with ${lost} frame(s) that could not be written to Redis`);
  }

  private accept(raw: string): void {
    if (this.buffer.push(raw)) return this.pump.wake();
    this.stats.overflow++;
    this.sparse.say('overflow', (n) => this.logger.error(`the buffer is full (STREAM_BUFFER_MAX): ${n} frame(s) lost`));
  }
}
