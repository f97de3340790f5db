import { Tail, tailText, ViewModule } from '@app/explain';
import { Command } from 'commander';
import { storeSettings, withModules } from './context';

interface TailOptions {
  json?: boolean;
  texts: boolean;
}

/** Aborts on Ctrl-C, and when nobody reads any more (`sidenote tail | head`). */
function untilStopped(): AbortSignal {
  const stop = new AbortController();
  const abort = () => stop.abort();
  process.once('SIGINT', abort).once('SIGTERM', abort);
  process.stdout.once('error', abort);
  return stop.signal;
}

export const tailCommand = () =>
  new Command('tail')
    .description('show what arrives and what becomes of it, as it happens, until Ctrl-C; changes nothing')
    .option('--json', 'one JSON object per line')
    .option('--no-texts', 'leave out what users did; secrets in it are masked in any case')
    .action(async ({ json, texts }: TailOptions) => {
      const signal = untilStopped();
      await withModules(storeSettings(), [ViewModule], async (context) => {
        if (!json) process.stderr.write('Waiting for what happens. Ctrl-C ends it.\n');
        for await (const told of context.get(Tail, { strict: false }).follow(signal)) {
          const item = texts ? told : { ...told, texts: [] };
          process.stdout.write(json ? `${JSON.stringify(item)}\n` : tailText(item));
        }
      });
    });
