import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { redactedSummary, type Role, type Settings } from '@app/config';
import helmet from 'helmet';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { doorGuard } from './door.guard';
import { Doors } from './doors';
import { ROLE_TABLE } from './role.table';
import { stopOnSignals } from './stop';

/** Intercom's webhooks are some 10 KB, a payload of Autoplay rarely more than 100 KB. */
const BODY_LIMIT = '1mb';

/**
 * Runs the roles in this process until it is told to stop. Resolves once its doors are open; Redis, Autoplay and Intercom
 * may be away: readiness says so.
 */
export async function serve(settings: Settings, roles: readonly Role[]): Promise<void> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoles(settings, roles), {
    rawBody: true,
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  const logger = app.get(Logger);
  app.useLogger(logger);
  app.disable('x-powered-by');
  app.use(doorGuard(roles.flatMap((role) => ROLE_TABLE[role].publicRoutes(settings))));
  // Without upgrade-insecure-requests: the private door speaks plain HTTP, and a page there would ask for its own files by HTTPS.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.useBodyParser('json', { limit: BODY_LIMIT });
  stopOnSignals(app, settings.SHUTDOWN_TIMEOUT_MS);

  logger.log({ roles, settings: redactedSummary(settings), msg: 'starting' });
  try {
    await app.init();
    const ports = await app.get(Doors).listen(app.getHttpAdapter().getInstance(), roles.includes('webhook'));
    logger.log({ ...ports, msg: 'listening' });
  } catch (error) {
    await app.close();
    throw error;
  }
}
