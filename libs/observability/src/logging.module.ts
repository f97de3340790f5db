import { Module } from '@nestjs/common';
import { Settings } from '@app/config';
import { LoggerModule } from 'nestjs-pino';
import { logOptions, logStream } from './log.options';

/** Nest's `Logger` and every request, through pino: JSON lines on stdout, readable lines on a terminal. */
@Module({
  imports: [
    LoggerModule.forRootAsync({
      inject: [Settings],
      useFactory: (settings: Settings) => ({
        pinoHttp: [logOptions(settings.LOG_LEVEL), logStream(process.stdout.isTTY)],
      }),
    }),
  ],
})
export class LoggingModule {}
