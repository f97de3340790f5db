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

/** Fields of a hash and arguments that are taken by their place. Fields are read by name: `read(...)`, or named at once; arguments are named at the top. */
function byPlace(text: string): string[] {
  const lines = text.replace(/--.*/g, '').split('\n');
  const named =
    /^ *local [\w, ]+ = unpack\((?:redis\.)?call\('HMGET'|^ *local values = call\('HMGET', key, \.\.\.\)|names\[i\]\]/;
  const unnamed = lines.filter((line) => line.includes("'HMGET'") && !named.test(line));
  const fields = Array.from(text.matchAll(/local (\w+) = [^\n]*\bread\(/g), ([, name]) => name!);
  const placed = fields.flatMap((name) => lines.filter((line) => new RegExp(`\\b${name}\\[`).test(line)));
  const argued = lines.filter((line) => /\bARGV\[\d/.test(line));
  return [...unnamed, ...placed, ...argued];
}

describe('what reads fields and arguments by their place', () => {
  it.each([
    ["local f = call('HMGET', h, 'gen', 'pend')", 1],
    ["local f = read(h, 'gen', 'pend')\nif f[2] == '1' then", 1],
    ["local f = read(h, 'gen', 'pend')\nlocal name = f[1 + i]", 1],
    ['local h = session_key(ARGV[1])', 1],
    ["local f = read(h, 'gen', 'pend')\nif f.pend == '1' then", 0],
    ['local sk, gen = unpack(ARGV)', 0],
    ['for i = 1, #ARGV, 2 do add(ARGV[i]) end', 0],
    ["local failures, open = unpack(redis.call('HMGET', KEYS[1], 'failures', 'open'))", 0],
  ])('is seen: %s', (text, count) => expect(byPlace(text)).toHaveLength(count));
});

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
    expect({ path, byPlace: byPlace(files[path]!) }).toEqual({ path, byPlace: [] });
  });
});
