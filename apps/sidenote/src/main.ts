import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SettingsError } from '@app/config';
import { program } from './commands/program';

/** From the built file: dist/apps/sidenote/apps/sidenote/src. */
const ROOT = join(__dirname, '../../../../../..');

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };

program(version, ROOT, process.argv[2])
  .parseAsync()
  .catch((error: unknown) => {
    const expected =
      error instanceof SettingsError || (error instanceof Error && error.message.includes('cannot be used'));
    process.stderr.write(`${expected ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
    process.exit(1);
  });
