/**
 * `npm run write:settings`: writes what `libs/config` says of each setting into .env.example and docs/configuration.md.
 * A new setting comes after the one that stands before it in `settings.help.ts`. Other words of the two files stay.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fail, ROOT, setUp } from './setup.mjs';

const written = (value) => (typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value ?? ''));
const escaped = (cell) => cell.replace(/[<|_*]/g, (sign) => (sign === '_' || sign === '*' ? sign : `\\${sign}`));

function rewrite(path, names, blockOf, textOf, gap) {
  let text = readFileSync(path, 'utf8');
  let before;
  for (const name of names) {
    const old = text.match(blockOf(name))?.[0];
    const anchor = before && text.match(blockOf(before))?.[0];
    if (old !== undefined) text = text.replace(old, () => textOf(name));
    else if (anchor !== undefined) text = text.replace(anchor, () => `${anchor}${gap}${textOf(name)}`);
    before = name;
  }
  writeFileSync(path, text);
}

try {
  await setUp({ built: true });
  const config = createRequire(import.meta.url)(join(ROOT, 'dist/apps/sidenote/libs/config/src/index.js'));
  const { Settings, SETTINGS_HELP, REQUIRED_BY_ROLE } = config;
  const required = new Set(Object.values(REQUIRED_BY_ROLE).flat());
  const defaults = new Settings();
  const names = Object.keys(SETTINGS_HELP);
  const line = (name) => `# ${SETTINGS_HELP[name].purpose}`;
  rewrite(
    join(ROOT, '.env.example'),
    names,
    (name) => new RegExp(`(?<=\\n\\n)(?:#.*\\n)+?(?:# )?${name}=.*`),
    (name) => {
      const { expected, found } = SETTINGS_HELP[name];
      const assignment = required.has(name) ? `${name}=` : `# ${name}=${written(defaults[name])}`;
      return [line(name), `#   expected: ${expected}`, ...(found ? [`#   find it: ${found}`] : []), assignment].join(
        '\n',
      );
    },
    '\n\n',
  );
  rewrite(
    join(ROOT, 'docs/configuration.md'),
    names,
    (name) => new RegExp(`\\| \`${name}\` \\|.*`),
    (name) => {
      const { purpose, expected, found } = SETTINGS_HELP[name];
      const value = written(defaults[name]);
      const told = required.has(name) ? '**needed**' : value && `\`${value}\``;
      const where = found ? `. Find it: ${found}` : '';
      return `| \`${name}\` | ${told}${told && ' '}| ${escaped(purpose)} | ${escaped(expected + where)} |`;
    },
    '\n',
  );
} catch (error) {
  fail(error);
}
