import { DynamicModule, Module } from '@nestjs/common';
import { ConfigModule, type Role, type Settings } from '@app/config';
import { JournalModule } from '@app/journal';
import { MetricsModule } from '@app/metrics';
import { HealthModule, LoggingModule } from '@app/observability';
import { RedisModule } from '@app/redis';
import { TelemetryModule } from '@app/telemetry';
import { DeskOfChoice } from '../desk';
import { Listeners } from './listeners';
import { ROLE_TABLE } from './role.table';

/** One process: what all roles share, and the roles that it was started with. */
@Module({})
export class AppModule {
  static forRoles(settings: Settings, roles: readonly Role[]): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.forRoot(settings),
        LoggingModule,
        TelemetryModule,
        RedisModule,
        DeskOfChoice,
        HealthModule,
        MetricsModule.forRoles(roles),
        JournalModule,
        ...roles.map((role) => ROLE_TABLE[role].module),
      ],
      providers: [Listeners],
    };
  }
}
