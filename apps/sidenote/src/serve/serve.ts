import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { plainTextWarnings, redactedSummary, type Role, type Settings, trustedProxies } from '@app/config';
import { REDIS_FAST } from '@app/redis';
import helmet from 'helmet';
import type { Redis } from 'ioredis';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { doorGuard } from './door.guard';
import { Listeners } from './listeners';
import { markProduct, markProductLater } from './product.mark';
import { reloadOnSignal } from './reload';
import { ROLE_TABLE } from './role.table';
import { limitStop, stopOnSignals } from './stop';

/** One that answers has answered by then, and the process waits no longer for one that is away. */
const REDIS_ANSWERS_WITHIN_MS = 1_000;

/**
 * Runs the roles in this process until it is told to stop, and anew with what `read` gives when it is told to reload. Resolves
 * once its doors are open; Redis, Autoplay and Intercom may be away: readiness says so.
 */
export async function serve(read: () => Settings, roles: readonly Role[]): Promise<void> {
  const settings = read();
  limitStop(settings.SHUTDOWN_TIMEOUT_MS);
  reloadOnSignal(await open(settings, roles), read, (changed) => open(changed, roles));
}

async function open(settings: Settings, roles: readonly Role[]): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoles(settings, roles), {
    // Each route reads its own body, as bytes: nothing is parsed before its signature is checked.
    bodyParser: false,
    bufferLogs: true,
    abortOnError: false,
  });
  const logger = app.get(Logger);
  app.useLogger(logger);
  app.disable('x-powered-by');
  app.set('trust proxy', trustedProxies(settings.TRUST_PROXY));
  app.use(doorGuard(roles.flatMap((role) => ROLE_TABLE[role].publicRoutes(settings))));
  // Our doors speak plain HTTP: neither HSTS, which would send a browser to HTTPS for a year, nor upgrade-insecure-requests.
  const contentSecurityPolicy = { directives: { upgradeInsecureRequests: null } };
  app.use(helmet({ strictTransportSecurity: false, contentSecurityPolicy }));
  stopOnSignals(app);

  logger.log({ roles, settings: redactedSummary(settings), msg: 'starting' });
  for (const warning of plainTextWarnings(settings)) logger.warn(warning);
  try {
    await markedOrAway(app, settings);
    await app.init();
    const ports = await app.get(Listeners).listen(app.getHttpAdapter().getInstance(), roles.includes('webhook'));
    logger.log({ ...ports, msg: 'listening' });
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Before any role begins. With Redis away the process starts all the same, and ends as soon as Redis names another product. */
async function markedOrAway(app: NestExpressApplication, settings: Settings): Promise<void> {
  if (!settings.AUTOPLAY_STREAM_URL) return;
  const redis = app.get<Redis>(REDIS_FAST);
  if (redis.status !== 'ready')
    await Promise.race([once(redis, 'ready'), sleep(REDIS_ANSWERS_WITHIN_MS)]).catch(() => undefined);
  if (await markProduct(redis, settings)) return;
  void markProductLater(redis, settings).catch(async (error: Error) => {
    app.get(Logger).fatal(error.message);
    process.exitCode = 1;
    await app.close();
    process.exit(1);
  });
}
