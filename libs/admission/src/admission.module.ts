import { Module } from '@nestjs/common';
import { PayloadQueue, QueuesModule } from '@app/queues';
import { FastSessionStore, SessionsModule, SessionStore } from '@app/sessions';
import { Admission } from './admission';

/** For HTTP requests: fails within about a second when Redis is away, instead of waiting for it. */
export class FastAdmission extends Admission {}

@Module({
  imports: [SessionsModule, QueuesModule],
  providers: [
    {
      provide: Admission,
      useFactory: (s: SessionStore, q: PayloadQueue) => new Admission(s, q),
      inject: [SessionStore, PayloadQueue],
    },
    {
      provide: FastAdmission,
      useFactory: (s: FastSessionStore, q: PayloadQueue) => new FastAdmission(s, q),
      inject: [FastSessionStore, PayloadQueue],
    },
  ],
  exports: [Admission, FastAdmission],
})
export class AdmissionModule {}
