/**
 * `npm run write:lua`: gathers the .lua files of each lib into the module by which they are built and shipped, `lua/files.ts`.
 * A spec compares; edit the .lua files only.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LIBS = join(dirname(fileURLToPath(import.meta.url)), '../libs');

/** @param {string} folder `lua` of a lib. @returns the text of its module. */
export function luaModule(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((name) => name.endsWith('.lua'));
  const entries = files.sort().map((name) => {
    const text = readFileSync(join(folder, name), 'utf8');
    if (/`|\$\{/.test(text)) throw new Error(`${name} holds a backquote or \${, which its module cannot hold`);
    return `  '${name.slice(0, -'.lua'.length)}': String.raw\`${text}\`,`;
  });
  return `/** Written by npm run write:lua from the .lua files beside it. */\nexport const LUA = {\n${entries.join('\n')}\n};\n`;
}

export const luaFolders = readdirSync(LIBS)
  .map((lib) => join(LIBS, lib, 'src/lua'))
  .filter((folder) => existsSync(folder));

if (process.argv[1] === fileURLToPath(import.meta.url))
  for (const folder of luaFolders) writeFileSync(join(folder, 'files.ts'), luaModule(folder));
