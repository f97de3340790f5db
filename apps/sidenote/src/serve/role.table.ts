import type { Type } from '@nestjs/common';
import type { Role, Settings } from '@app/config';
import { DashboardModule } from '@role/dashboard';
import { StreamModule } from '@role/stream';
import { WebhookModule } from '@role/webhook';
import { WriterModule } from '@role/writer';
import type { PublicRoute } from './door.guard';

interface RoleRow {
  module: Type;
  /** What the world may call; everything else of the role is for the private door. */
  publicRoutes: (settings: Settings) => PublicRoute[];
}

/** Every role of a process: its module, and what it opens to the world. */
export const ROLE_TABLE: Record<Role, RoleRow> = {
  webhook: {
    module: WebhookModule,
    publicRoutes: (settings) => [
      { methods: ['POST', 'HEAD'], path: settings.INTERCOM_WEBHOOK_PATH },
      { methods: ['POST'], path: '/events/:product_id' },
      { methods: ['POST', 'OPTIONS'], path: '/sessions/link' },
      { methods: ['POST'], path: '/canvas/initialize' },
      { methods: ['POST'], path: '/canvas/submit' },
      { methods: ['GET'], path: '/activity' },
      { methods: ['GET'], path: '/activity/openapi.json' },
      ...(settings.MCP ? [{ methods: ['GET', 'POST', 'DELETE'], path: '/mcp' }] : []),
      { methods: ['GET', 'HEAD'], path: '/health' },
    ],
  },
  stream: { module: StreamModule, publicRoutes: () => [] },
  writer: { module: WriterModule, publicRoutes: () => [] },
  dashboard: { module: DashboardModule, publicRoutes: () => [] },
};
