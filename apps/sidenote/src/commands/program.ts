/* eslint-disable @typescript-eslint/no-require-imports -- a command loads what it needs when it is asked for, and nothing else */
import { Command } from 'commander';

type Make = (root: string) => Command;

const corrections = () => require('./correct.commands') as typeof import('./correct.commands');

/** In the order in which the help lists them. */
const COMMANDS: Record<string, Make> = {
  init: () => (require('./init/init.command') as typeof import('./init/init.command')).initCommand(),
  serve: () => (require('./serve.command') as typeof import('./serve.command')).serveCommand(),
  sandbox: (root) => (require('./sandbox.command') as typeof import('./sandbox.command')).sandboxCommand(root),
  webhook: () => (require('./webhook.command') as typeof import('./webhook.command')).webhookCommand(),
  doctor: () => (require('./doctor.command') as typeof import('./doctor.command')).doctorCommand(),
  fin: () => (require('./fin.command') as typeof import('./fin.command')).finCommand(),
  explain: () => (require('./explain.command') as typeof import('./explain.command')).explainCommand(),
  tail: () => (require('./tail.command') as typeof import('./tail.command')).tailCommand(),
  failed: () => (require('./jobs/failed.command') as typeof import('./jobs/failed.command')).failedCommand(),
  retry: () => (require('./jobs/retry.command') as typeof import('./jobs/retry.command')).retryCommand(),
  erase: () => (require('./erase.command') as typeof import('./erase.command')).eraseCommand(),
  unlink: () => corrections().unlinkCommand(),
  link: () => corrections().linkCommand(),
  mute: () => corrections().muteCommand(),
  unmute: () => corrections().unmuteCommand(),
  eval: () => (require('./eval.command') as typeof import('./eval.command')).evalCommand(),
  preview: () => (require('./preview.command') as typeof import('./preview.command')).previewCommand(),
};

/**
 * The command line, for people and programs. `root`: folder of the repository. `name`: the first argument; where it is a command,
 * no other one is loaded, else all are, for the help and for what is not known.
 */
export function program(version: string, root: string, name = ''): Command {
  const made = Object.hasOwn(COMMANDS, name) ? [COMMANDS[name]!] : Object.values(COMMANDS);
  const all = new Command('sidenote')
    .description('what a customer just did in your product, as an internal note beside their Intercom conversation')
    .version(version)
    .showHelpAfterError('(add --help for what is possible)');
  for (const make of made) all.addCommand(make(root));
  return all;
}
