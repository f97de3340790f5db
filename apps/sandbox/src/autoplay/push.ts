import { createHmac } from 'node:crypto';
import type { Pauses } from '../http/pauses';
import type { SandboxSettings } from '../settings';

const ATTEMPTS = 5;

/** The connector's push mode: the same frames by signed POST, again after 5xx, a time-out or no connection, never after 4xx. */
export class Push {
  sent = 0;
  failed = 0;

  constructor(
    private readonly settings: SandboxSettings,
    private readonly pauses: Pauses,
  ) {}

  /** Resolves with the last status, 0 where nobody answered. Does nothing while no `pushUrl` is set. */
  async send(frame: Record<string, unknown>): Promise<number> {
    if (!this.settings.pushUrl) return 0;
    let status = 0;
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      if (attempt > 0 && !(await this.pauses.wait(this.settings.pushRetryMs * 2 ** (attempt - 1)))) break;
      const again = attempt > 0 && 'forwarded_at' in frame ? { ...frame, forwarded_at: Date.now() / 1000 } : frame;
      status = await this.post(JSON.stringify(again));
      if (status > 0 && status < 500) break;
    }
    if (status >= 200 && status < 300) this.sent += 1;
    else this.failed += 1;
    return status;
  }

  private async post(body: string): Promise<number> {
    const signature = createHmac('sha256', this.settings.pushSecret).update(body).digest('hex');
    try {
      const answer = await fetch(this.settings.pushUrl ?? '', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-Connector-Signature': `sha256=${signature}` },
        body,
        signal: AbortSignal.any([AbortSignal.timeout(10_000), this.pauses.signal]),
      });
      await answer.body?.cancel();
      return answer.status;
    } catch {
      return 0;
    }
  }
}
