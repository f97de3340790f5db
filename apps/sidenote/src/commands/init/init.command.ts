import { Command } from 'commander';
import { Asker } from '../ask';
import { init, NoAnswer } from './init';

export const initCommand = () =>
  new Command('init')
    .description('ask for the five values that Sidenote needs, check each, and write them into .env')
    .option('--file <path>', 'another file', process.env.SIDENOTE_ENV_FILE || '.env')
    .action(async ({ file }: { file: string }) => {
      const asker = new Asker();
      try {
        if (!(await init(asker, file))) process.exitCode = 1;
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error;
        asker.say(error.message);
        process.exitCode = 1;
      } finally {
        asker.close();
      }
    });
