import { DynamicModule, Module } from '@nestjs/common';
import { Settings } from './settings';

/** Gives the one parsed `Settings` to every module by its class. */
@Module({})
export class ConfigModule {
  static forRoot(settings: Settings): DynamicModule {
    return {
      module: ConfigModule,
      global: true,
      providers: [{ provide: Settings, useValue: settings }],
      exports: [Settings],
    };
  }
}
