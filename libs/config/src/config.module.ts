import { DynamicModule, Module } from '@nestjs/common';
import { Settings } from './settings';

/** Token of what every Redis key of this deployment begins with. */
export const REDIS_PREFIX = Symbol('REDIS_PREFIX');

/** Gives the one parsed `Settings` to every module by its class. */
@Module({})
export class ConfigModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [
        { provide: Settings, useValue: settings },
        { provide: REDIS_PREFIX, useValue: settings.REDIS_PREFIX },
      ],
      exports: [Settings, REDIS_PREFIX],
    };
  }
}
