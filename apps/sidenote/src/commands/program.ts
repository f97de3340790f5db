import { Command } from 'commander';
import { linkCommand, muteCommand, unlinkCommand, unmuteCommand } from './correct.commands';
import { doctorCommand } from './doctor.command';
import { eraseCommand } from './erase.command';
import { evalCommand } from './eval.command';
import { explainCommand } from './explain.command';
import { finCommand } from './fin.command';
import { initCommand } from './init/init.command';
import { failedCommand } from './jobs/failed.command';
import { retryCommand } from './jobs/retry.command';
import { previewCommand } from './preview.command';
import { sandboxCommand } from './sandbox.command';
import { serveCommand } from './serve.command';
import { tailCommand } from './tail.command';
import { webhookCommand } from './webhook.command';

/** The command line, for people and programs. `root`: folder of the repository. */
export const program = (version: string, root: string) =>
  new Command('sidenote')
    .description('what a customer just did in your product, as an internal note beside their Intercom conversation')
    .version(version)
    .showHelpAfterError('(add --help for what is possible)')
    .addCommand(initCommand())
    .addCommand(serveCommand())
    .addCommand(sandboxCommand(root))
    .addCommand(webhookCommand())
    .addCommand(doctorCommand())
    .addCommand(finCommand())
    .addCommand(explainCommand())
    .addCommand(tailCommand())
    .addCommand(failedCommand())
    .addCommand(retryCommand())
    .addCommand(eraseCommand())
    .addCommand(unlinkCommand())
    .addCommand(linkCommand())
    .addCommand(muteCommand())
    .addCommand(unmuteCommand())
    .addCommand(evalCommand())
    .addCommand(previewCommand());
