import { Global, Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { Desk, DeskBudget, DeskWebhooks } from '@app/desk';
import { IntercomClient } from './intercom.client';
import { IntercomDesk } from './intercom.desk';
import { IntercomWebhooks } from './webhooks/intercom.webhooks';

/** Intercom's limit is of a window of ten seconds. */
const WINDOW_MS = 10_000;

/** Intercom is this deployment's desk, and its settings say how. Processes without a token have the budget to look at, and make no calls. */
@Global()
@Module({
  providers: [
    { provide: DeskWebhooks, useClass: IntercomWebhooks },
    {
      provide: DeskBudget,
      useFactory: (s: Settings): DeskBudget => ({
        limit: s.INTERCOM_RATE_LIMIT_PER_10S,
        windowMs: WINDOW_MS,
        probeEveryMs: s.INTERCOM_PROBE_MS,
      }),
      inject: [Settings],
    },
    {
      provide: Desk,
      useFactory: (s: Settings): Desk => {
        const client = new IntercomClient({
          baseUrl: s.INTERCOM_BASE_URL,
          accessToken: s.INTERCOM_ACCESS_TOKEN,
          adminId: s.INTERCOM_ADMIN_ID,
          apiVersion: s.INTERCOM_API_VERSION,
          timeoutMs: s.INTERCOM_TIMEOUT_MS,
        });
        const configured = Boolean(s.INTERCOM_ACCESS_TOKEN && s.INTERCOM_ADMIN_ID);
        const { INTERCOM_ADMIN_ID: adminId, INTERCOM_SESSION_ATTRIBUTE: sessionAttribute } = s;
        return new IntercomDesk(client, { adminId, sessionAttribute, configured });
      },
      inject: [Settings],
    },
  ],
  exports: [Desk, DeskBudget, DeskWebhooks],
})
export class IntercomModule {}
