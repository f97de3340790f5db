import { linkLua, luaOf, productMark, TurnBatch } from '@app/redis';
import type { Redis } from 'ioredis';
import { LUA } from './lua/files';
import { ANSWERS, type Answers, type ScriptName } from './script.answers';
import type { SessionRules } from './session.rules';

export const SCRIPTS = Object.keys(ANSWERS) as ScriptName[];

export type ScriptArgument = string | number | Buffer;

const fileOf = (name: ScriptName) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Runs a script by name: EVALSHA, with the text sent only where Redis does not know it yet. */
export type RunScript = <N extends ScriptName>(name: N, ...args: ScriptArgument[]) => Promise<Answers[N]>;

/** What every note needs once, with the number of its arguments: those of one turn of the event loop are one call. */
const GATHERED: Partial<Record<ScriptName, number>> = { begin: 4, commit: 3 };

/** The same script for several sessions, one after the other. One that fails does not fail the others. */
const forEach = (lua: string, width: number) => `
local function one(ARGV)
${lua}
end
local results = {}
for i = 1, #ARGV, ${width} do
  local ok, result = pcall(one, { unpack(ARGV, i, i + ${width - 1}) })
  results[#results + 1] = ok and result or redis.error_reply(type(result) == 'table' and result.err or tostring(result))
end
return results`;

/** The whole text of a script, as Redis gets it. */
export function textOf(name: ScriptName): string {
  const { includes, body } = linkLua(LUA, fileOf(name));
  const width = GATHERED[name];
  return `${includes}\n${width === undefined ? body : forEach(body, width)}`;
}

/** The last word on a note, for whoever asks it in a step of their own: `may_post`, `armed` (session key, ref, owner, print). */
export const lastWordOf = (rules: SessionRules) =>
  ({ name: 'note', lua: luaOf(LUA, 'last-word'), width: 4, settings: JSON.stringify(rules) }) as const;

/** Registers the session scripts on a connection. What their KEYS and their last argument are, `lua/shared/head.lua` says. */
export function sessionScripts(redis: Redis, prefix: string, rules: SessionRules): RunScript {
  const settings = JSON.stringify(rules);
  const commands = redis as unknown as Record<string, (...args: ScriptArgument[]) => Promise<unknown>>;
  const send = (name: ScriptName, args: ScriptArgument[]) =>
    commands[`session:${name}`]!(prefix, productMark(prefix), ...args, settings);
  const gathered = new Map<ScriptName, TurnBatch<ScriptArgument[], unknown>>();
  for (const name of SCRIPTS) {
    redis.defineCommand(`session:${name}`, { numberOfKeys: 2, lua: textOf(name) });
    if (GATHERED[name] !== undefined)
      gathered.set(name, new TurnBatch((all) => send(name, all.flat()) as Promise<unknown[]>));
  }
  return async <N extends ScriptName>(name: N, ...args: ScriptArgument[]) =>
    ANSWERS[name](await (gathered.get(name)?.ask(args) ?? send(name, args)), name) as Answers[N];
}
