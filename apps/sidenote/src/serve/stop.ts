import { Logger, type INestApplication } from '@nestjs/common';

/** What stops after the work in hand (queues, Redis, the private door) may take this much longer, in milliseconds. */
const CLOSING_MS = 5_000;

const STOP_SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'];

/** SIGTERM and SIGINT stop intake, then workers, then queues, then Redis, and exit 0. */
export function stopOnSignals(app: INestApplication): void {
  app.enableShutdownHooks(STOP_SIGNALS, { useProcessExit: true });
}

/** A stop that hangs ends with 1: what it had in hand is taken up by another process, as after a kill. */
export function limitStop(workMs: number): void {
  const limit = () => {
    setTimeout(() => {
      new Logger('Stop').error(
        `not stopped after ${workMs + CLOSING_MS} ms: leaving the work in hand to another process`,
      );
      process.exit(1);
    }, workMs + CLOSING_MS).unref();
  };
  process.once('SIGTERM', limit).once('SIGINT', limit);
}
