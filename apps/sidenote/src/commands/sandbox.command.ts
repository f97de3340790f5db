import { Command } from 'commander';
import { runSandbox } from '../sandbox/run';

/** @param root folder of the repository: the scripts and the built sandbox are found from there */
export const sandboxCommand = (root: string) =>
  new Command('sandbox')
    .description('run the service against a sandbox that plays Autoplay, Intercom and an LLM, with visitors of its own')
    .action(async () => {
      process.exitCode = await runSandbox(root, (text) => process.stdout.write(text));
      process.exit();
    });
