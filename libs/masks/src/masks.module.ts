import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { Mask } from './mask';

/** The one mask of the deployment, as MASK and MASK_PATTERNS say. */
@Module({
  providers: [
    {
      provide: Mask,
      useFactory: (settings: Settings) => new Mask({ kinds: settings.MASK, patterns: settings.MASK_PATTERNS }),
      inject: [Settings],
    },
  ],
  exports: [Mask],
})
export class MasksModule {}
