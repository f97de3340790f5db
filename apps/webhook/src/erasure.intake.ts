import { Injectable, Logger, ServiceUnavailableException } from '@nestjs/common';
import { ErasureRequests, type Person } from '@app/erasure';
import { ANSWER_WITHIN_MS, within } from './deadline';

/** Notes down that a person is to be erased; the writers do it. */
@Injectable()
export class ErasureIntake {
  private readonly logger = new Logger('Erasure');

  constructor(private readonly requests: ErasureRequests) {}

  /** Durable when it resolves. Throws 503 when Redis is away: Intercom delivers once more. */
  async ask(person: Person): Promise<'erasure_noted'> {
    try {
      await within(ANSWER_WITHIN_MS, this.requests.add(person, 'webhook'));
      return 'erasure_noted';
    } catch (error) {
      this.logger.error(`Redis: ${error instanceof Error ? error.message : String(error)}`);
      throw new ServiceUnavailableException('try again later');
    }
  }
}
