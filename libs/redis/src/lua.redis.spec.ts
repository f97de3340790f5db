import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { luaOf, type LuaFiles } from './lua';

const LIBS = join(__dirname, '../..');
const folders = readdirSync(LIBS)
  .map((lib) => join(LIBS, lib, 'src/lua'))
  .filter((folder) => existsSync(folder));
const redis = new Redis(process.env.REDIS_URL!);
afterAll(() => redis.disconnect());

const filesIn = (folder: string): LuaFiles =>
  Object.fromEntries(
    (readdirSync(folder, { recursive: true }) as string[])
      .filter((name) => name.endsWith('.lua'))
      .map((name) => [name.slice(0, -'.lua'.length), readFileSync(join(folder, name), 'utf8')]),
  );

const OF_LUA = [
  'ipairs',
  'pairs',
  'next',
  'pcall',
  'tonumber',
  'tostring',
  'type',
  'unpack',
  'function',
  'and',
  'or',
  'not',
  'if',
  'elseif',
  'return',
  'in',
  'while',
];

/** What is called and is nowhere defined: Redis would say so only when it gets there. */
function unknownIn(text: string): string[] {
  const code = text.replace(/--.*/g, '').replace(/'(?:[^'\\\n]|\\.)*'/g, "''");
  const all = (pattern: RegExp) => Array.from(code.matchAll(pattern), ([, names]) => names!.split(/[, ]+/)).flat();
  const named = [...all(/(?:local(?: function)?|for) ([\w, ]+)/g), ...all(/function ?\w*\(([^)]*)\)/g)];
  const known = new Set([...OF_LUA, ...named]);
  return [...new Set(all(/(?<![\w.:])([A-Za-z_]\w*)\(/g))].filter((name) => !known.has(name));
}

describe.each(folders.map((folder) => [folder.slice(LIBS.length + 1), folder]))('the scripts of %s', (_, folder) => {
  const files = filesIn(folder);

  it('are in the module that is built, as they are (npm run write:lua)', async () => {
    const { LUA } = (await import(join(folder, 'files.ts'))) as { LUA: LuaFiles };
    expect(LUA).toEqual(files);
  });

  it.each(Object.keys(files).map((path) => [path]))('%s.lua is Lua, with what it includes', async (path) => {
    const text = luaOf(files, path);
    expect(await redis.script('LOAD', text)).toMatch(/^[0-9a-f]{40}$/);
    expect({ path, unknown: unknownIn(text) }).toEqual({ path, unknown: [] });
  });
});
