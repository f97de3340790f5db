import { Injectable, Logger } from '@nestjs/common';
import { Rounds } from '@app/redis';
import { UnlinkWork } from './unlink.work';

/** Finishes what unlinks leave, in every writer: each step may be made twice. */
@Injectable()
export class PendingUnlinks extends Rounds {
  constructor(private readonly unlinks: UnlinkWork) {
    super(new Logger('Corrections'), 'unlink');
  }

  protected round(isStopped: () => boolean): Promise<void> {
    return this.unlinks.pursue(isStopped);
  }
}
