import { TurnBatch } from '@app/redis';
import type { Redis } from 'ioredis';
import {
  eraseConversation,
  eraseDeadLetter,
  eraseSession,
  fence,
  fences,
  indexAll,
  moveContact,
  owe,
  owing,
  takeOver,
  traces,
} from './lua/erase.lua';
import { linkByHand, lookedFor, muteConversation, unlink, unlinked, unmuteConversation } from './lua/correct.lua';
import { admit, appendOutboxes, outbox, waits } from './lua/intake.lua';
import { buried, bury, endSession, exhume, voidIntent } from './lua/ending.lua';
import { arm, begin, commit, defer, hurry, lastWord, lastWordOf } from './lua/flush.lua';
import { linkConversation, linkSession, setConversationState, stateMoves } from './lua/link.lua';
import { whereabouts } from './lua/look.lua';
import { muted } from './lua/mute.lua';
import { hasten, longestPaused, park, wake } from './lua/pause.lua';
import { prelude } from './lua/prelude.lua';
import { dueSilences, endSilence, watchSilence } from './lua/silence.lua';
import { freeze, redactable, redacted, storeSummary, summariseNow } from './lua/summary.lua';
import { reopen, sweepDead, sweepDue, sweepEffects, sweepHeld, sweepNames, sweepOutboxes } from './lua/sweep.lua';
import type { SessionRules } from './session.rules';

const SCRIPTS = {
  watchSilence,
  dueSilences,
  endSilence,
  admit: fences + waits + outbox + admit,
  appendOutboxes: waits + outbox + appendOutboxes,
  begin,
  hurry,
  arm: lastWord + arm,
  commit,
  defer,
  bury,
  buried,
  exhume,
  endSession,
  voidIntent,
  freeze,
  storeSummary,
  redactable,
  redacted,
  linkConversation: fences + stateMoves + linkConversation,
  setConversationState: fences + stateMoves + setConversationState,
  linkSession,
  sweepOutboxes,
  sweepHeld: stateMoves + sweepHeld,
  sweepDue,
  reopen,
  sweepEffects,
  fence: fences + fence,
  traces,
  owe: owing + owe,
  takeOver,
  eraseSession: owing + unlinked + eraseSession,
  eraseDeadLetter,
  eraseConversation,
  moveContact,
  indexAll,
  sweepNames,
  sweepDead,
  whereabouts,
  park,
  wake,
  hasten,
  longestPaused,
  summariseNow,
  unlink: owing + unlink,
  lookedFor: owing + lookedFor,
  linkByHand: fences + linkByHand,
  muteConversation: fences + muteConversation,
  unmuteConversation: stateMoves + unmuteConversation,
};

export type ScriptName = keyof typeof SCRIPTS;
export type ScriptArgument = string | number | Buffer;

/** Runs a script by name: EVALSHA, with the text sent only where Redis does not know it yet. */
export type RunScript = (name: ScriptName, ...args: ScriptArgument[]) => Promise<unknown>;

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

/** What Lua defines takes time in every call: of the prelude's functions a script gets those that it needs. */
function withPrelude(prelude: string, lua: string): string {
  const pieces = prelude.split(/\n\n(?=(?:--.*\n)*local function )/);
  return pieces.reduceRight((script, piece) => {
    const name = /^local function (\w+)/m.exec(piece)?.[1];
    return name === undefined || new RegExp(`\\b${name}\\b`).test(script) ? `${piece}\n\n${script}` : script;
  }, lua);
}

/** The last word on a note, for whoever asks it in a step of their own: `may_post`, `armed` (session key, ref, owner, print). */
export const lastWordLua = (rules: SessionRules): string => withPrelude(prelude(rules), lastWordOf);

/** Registers the session scripts on a connection. All of them take the key prefix as KEYS[1] and build every other name from it. */
export function sessionScripts(redis: Redis, prefix: string, rules: SessionRules): RunScript {
  const head = prelude(rules) + muted;
  const commands = redis as unknown as Record<string, (key: string, ...args: ScriptArgument[]) => Promise<unknown>>;
  const run: RunScript = (name, ...args) => commands[`session:${name}`]!(prefix, ...args);
  const gathered = new Map<ScriptName, TurnBatch<ScriptArgument[], unknown>>();
  for (const [name, lua] of Object.entries(SCRIPTS) as [ScriptName, string][]) {
    const width = GATHERED[name];
    const script = width === undefined ? lua : forEach(lua, width);
    redis.defineCommand(`session:${name}`, { numberOfKeys: 1, lua: withPrelude(head, script) });
    if (width !== undefined) gathered.set(name, new TurnBatch((all) => run(name, ...all.flat()) as Promise<unknown[]>));
  }
  return (name, ...args) => gathered.get(name)?.ask(args) ?? run(name, ...args);
}
