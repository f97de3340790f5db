import type { INestApplicationContext, Type } from '@nestjs/common';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule, type SettingName, type Settings, settingsFromProcess } from '@app/config';
import { onceRedis, RedisModule, type RedisPlace } from '@app/redis';
import { TelemetryModule } from '@app/telemetry';
import { DeskOfChoice } from '../desk';

const CONNECT_WITHIN_MS = 5_000;

@Module({})
class CommandModule {}

/** Settings of a command that reads and changes what is in Redis; complains about what it needs and nothing else. */
export const storeSettings = (more: SettingName[] = []): Settings =>
  settingsFromProcess({
    roles: ['writer'],
    only: ['REDIS_URL', 'REDIS_CLUSTER', 'REDIS_PREFIX', 'AUTOPLAY_STREAM_URL', ...more],
  });

/**
 * Runs `work` with modules of the service, silently, and closes them.
 * @throws Error naming REDIS_URL when Redis does not answer: the service waits for it, a command does not
 */
export async function withModules<T>(
  settings: Settings,
  modules: Type[],
  work: (context: INestApplicationContext) => Promise<T>,
): Promise<T> {
  await reachable(settings);
  const imports = [ConfigModule.forRoot(settings), TelemetryModule, RedisModule, DeskOfChoice, ...modules];
  const context = await NestFactory.createApplicationContext(
    { module: CommandModule, imports },
    { logger: false, abortOnError: false },
  );
  try {
    return await work(context);
  } finally {
    await context.close();
  }
}

async function reachable(place: RedisPlace): Promise<void> {
  const probe = onceRedis(place, CONNECT_WITHIN_MS);
  let reason = '';
  probe.on('error', (error: Error & { code?: string }) => (reason = error.message || (error.code ?? error.name)));
  try {
    await probe.connect();
    await probe.ping();
  } catch (error) {
    const said = reason || (error instanceof Error ? error.message : String(error));
    throw new Error(`REDIS_URL cannot be used: ${said}`, { cause: error });
  } finally {
    probe.disconnect();
  }
}
