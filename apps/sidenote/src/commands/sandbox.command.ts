import { Command, InvalidArgumentError } from 'commander';
import { runSandbox } from '../sandbox/run';

const pace = (value: string): number => {
  const parsed = Number(value);
  if (!(parsed > 0 && parsed <= 100)) throw new InvalidArgumentError('a number above 0');
  return parsed;
};

const portNumber = (value: string): number => {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1 || parsed > 65_000) throw new InvalidArgumentError('a port');
  return parsed;
};

/** @param root folder of the repository: the scripts and the built sandbox are found from there */
export const sandboxCommand = (root: string) =>
  new Command('sandbox')
    .description('run the service against a sandbox that plays Autoplay, Intercom and an LLM, with visitors of its own')
    .option('--port <number>', 'where the page is; the other doors are beside it', portNumber)
    .option('--quiet', 'no visitors but yourself', false)
    .option('--visitors-pace <factor>', "scales the visitors' pauses: 1 is a person's, 0.3 is faster", pace, 1)
    .action(async ({ quiet, visitorsPace, port }: { quiet: boolean; visitorsPace: number; port?: number }) => {
      const say = (text: string) => process.stdout.write(text);
      process.exitCode = await runSandbox(root, say, { visitorsPace: quiet ? null : visitorsPace, port: port ?? null });
      process.exit();
    });
