import { Injectable, Logger } from '@nestjs/common';
import { Rounds } from '@app/redis';
import { ErasureWork } from './erasure.work';

/** Works on erasures that were asked for by webhook, or that a command left: in every writer, one at a time. */
@Injectable()
export class PendingErasures extends Rounds {
  constructor(private readonly erasures: ErasureWork) {
    super(new Logger('Erasure'), 'erasure');
  }

  protected round(isStopped: () => boolean): Promise<void> {
    return this.erasures.workOnDue(isStopped);
  }
}
