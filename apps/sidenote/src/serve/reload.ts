import { Logger, type INestApplication } from '@nestjs/common';
import type { Settings } from '@app/config';

/**
 * SIGUSR2 reads the settings anew and, where they are in order, ends the work in hand as a stop does and opens the same doors
 * with them: no code is loaded again, so it takes a fraction of a restart. Wrong settings change nothing. One that fails ends
 * the process with 1, as a start would.
 */
export function reloadOnSignal(
  first: INestApplication,
  read: () => Settings,
  open: (settings: Settings) => Promise<INestApplication>,
): void {
  const logger = new Logger('Reload');
  let running = first;
  let turn = Promise.resolve();
  const reload = async () => {
    let settings: Settings;
    try {
      settings = read();
    } catch (error) {
      return logger.error(`nothing is changed: ${(error as Error).message}`);
    }
    await running.close();
    running = await open(settings);
  };
  process.on('SIGUSR2', () => {
    turn = turn.then(reload).catch((error: Error) => {
      process.stderr.write(`${error.message}\n`);
      process.exit(1);
    });
  });
}
