import type { LastWord } from './last-word';
import { FAILED, NEXT, PASSED, PAUSE, PAUSES, REFUSED } from './pauses.lua';

/**
 * The gate's state is one hash of counters of the current window (`KEYS[1]`), one of what pauses (`KEYS[2]`, see `pauses.lua.ts`), and one
 * of who was refused (`KEYS[3]`); every script starts by
 * bringing the first up to the present by Redis' clock, so that all processes see the same window. Milliseconds and calls throughout.
 *
 * Fields of the gate: `off` alignment of the windows; `start` of the current one; `taken` tokens given in it; `refused` of those that
 * Intercom answered 429; `edge` given in its last moments; `used` the most that Intercom said was used, last heard of at `seen`;
 * `answered` the answers to calls of ours in it; `foreign` how much of the use was certainly not ours; `carry` the foreign use to expect, from earlier windows; `look` the last token given only to
 * hear of the use again; `ptaken`, `prefused`, `pused` the previous window, for late answers;
 * `limit` Intercom's own; `ban` until when; `why` the ban.
 *
 * ARGV: 1 window length, 2 configured limit, 3..7 what answers showed: limit, used, reset, their age, how
 * many they were (limit 0: nothing), 8.. by script.
 */
const PRELUDE = `
local win, configured = tonumber(ARGV[1]), tonumber(ARGV[2])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local names = {'off', 'start', 'taken', 'refused', 'edge', 'used', 'seen', 'answered', 'foreign', 'carry', 'look', 'ptaken', 'prefused', 'pused', 'limit', 'ban'}
local s, dirty = {}, false
for i, value in ipairs(redis.call('HMGET', KEYS[1], unpack(names))) do s[names[i]] = tonumber(value) or 0 end

local function save()
  local flat = {}
  for _, name in ipairs(names) do flat[#flat + 1] = name; flat[#flat + 1] = string.format('%.0f', s[name]) end
  redis.call('HSET', KEYS[1], unpack(flat))
  redis.call('PEXPIRE', KEYS[1], 86400000)
end

local function align() s.start = now - (now - s.off) % win end

-- Foreign use of the whole window: what was seen of it, and the earlier rate for the time after that and for a slack, in windows.
local function expected(seen, slack)
  local unseen = 1
  if s.seen > 0 then unseen = math.min(1, math.max(0, 1 + slack - (s.seen - s.start) / win)) end
  return math.max(s.foreign, math.min(s.carry, seen + math.ceil(s.carry * unseen)))
end

-- While a neighbour is known, what no answer shows to be ours is taken for its (calls of ours on their way would hide it), and it may
-- be a quarter of a window behind its rate.
local function held_back() return expected(math.max(0, s.used - s.answered), 0.25) end

local function roll()
  local steps = math.floor((now - (now - s.off) % win - s.start) / win + 0.5)
  if steps == 0 then return end
  dirty = true
  if steps > 0 then
    s.carry = s.seen > 0 and expected(s.foreign, 0.05) or math.floor(s.carry / 2)
    if steps > 1 then s.carry = steps > 30 and 0 or math.floor(s.carry / 2 ^ (steps - 1)) end
    s.ptaken, s.prefused, s.pused = 0, 0, 0
    if steps == 1 then s.ptaken, s.prefused, s.pused = s.taken, s.refused, s.used end
    s.taken, s.refused, s.edge, s.used, s.seen, s.answered, s.foreign, s.look = 0, 0, 0, 0, 0, 0, 0, 0
  end
  align()
end

local function spendable(limit) return math.max(1, math.floor(limit * 985 / 1000)) end

-- Calls of the last window that Intercom was not seen to count there: it may count them in this one. At most a tenth: where answers
-- have no headers there is nothing to be seen.
local function crossing()
  if s.pused == 0 then return 0 end
  return math.max(0, math.min(math.ceil(s.limit / 10), s.ptaken - s.prefused - s.pused))
end

-- Tokens that were given and not refused are at least what Intercom counted of ours: the rest of what it counted is foreign.
-- Less than the margin is noise (calls counted in the window after theirs), unless it used the window up.
local function foreign(used, own)
  local others = used - own
  if others > s.limit - spendable(s.limit) or (others > 0 and used >= s.limit) then return others end
  return 0
end
local function reckon()
  s.foreign = math.max(s.foreign, foreign(s.used, s.taken - s.refused + crossing()))
  s.carry = math.max(s.carry, foreign(s.pused, s.ptaken - s.prefused))
end

local function learn(limit, used, reset, age, answered)
  if limit <= 0 or math.abs(reset - now) > 2 * win then return end
  dirty = true
  local apart = math.abs(reset % win - s.off)
  -- Resets that had to be corrected for a wrong clock jitter by up to a second.
  if s.limit == 0 or math.min(apart, win - apart) > math.min(999, win / 8) then s.off = reset % win; align() end
  s.limit = limit
  local late = s.start + win - reset
  if math.abs(late) < win / 2 then
    s.used, s.seen, s.answered = math.max(s.used, used), math.max(s.seen, now - age), s.answered + answered
  elseif math.abs(late - win) < win / 2 then s.pused = math.max(s.pused, used) end
  reckon()
end

-- What of this window may be ours, beside what the margin bears of calls that cross over: never less than a tenth, so that a greedy neighbour cannot shut us out for good.
local function budget()
  local limit = s.limit > 0 and s.limit or configured
  local ours = spendable(limit) - held_back() - math.max(0, crossing() - (limit - spendable(limit)))
  return math.min(spendable(configured), math.max(1, math.ceil(spendable(limit) / 10), ours))
end

roll()
learn(tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), tonumber(ARGV[7]))
`;

/**
 * Takes turns for up to `wanted` calls. `share`: of the budget, in thousandths; `every`, `outage_every`: time between probes.
 * Returns 1 taken | 2 taken as the probe | 0 window spent | -1 banned | -2 paused | -3 paused, a probe is under way; ms to wait; how many.
 */
const TURNS = `
local function turns(share, kind, every, outage_every, wanted)
  local n, probe = wanted, false
  for scope in pairs(standing(kind)) do
    if now < at(scope .. ':probing') then return -3, 0, 0 end
    local due = at(scope .. ':probe_at')
    if now < due then return -2, due - now, 0 end
    -- A note that fails once more would have to settle once more: first something that cannot be stored twice gets through.
    if scope == 'outage' and kind == 'note' and suspected() then return -2, 0, 0 end
    n, probe = 1, true
  end
  if now < s.ban then return -1, s.ban - now, 0 end
  local left = s.start + win - now
  local room = math.max(1, math.floor(budget() * share / 1000)) - s.taken
  if room < 1 then
    -- While some of the window is held back for others, one call a quarter looks whether they still want it.
    local look = math.max(s.seen, s.start, s.look) + math.floor(win / 4)
    if s.carry <= s.foreign or s.taken >= spendable(math.min(configured, s.limit)) - s.foreign then return 0, left, 0 end
    if now < look then return 0, math.min(left, look - now), 0 end
    s.look, dirty, room = now, true, 1
  end
  n = math.min(n, room)
  if left <= math.min(100, win / 10) then
    local limit = s.limit > 0 and s.limit or configured
    n = math.min(n, math.floor((limit - spendable(limit)) / 2) - s.edge)
    if n < 1 then return 0, left, 0 end
    s.edge, dirty = s.edge + n, true
  end
  s.taken = s.taken + n
  if dirty then save() dirty = false else redis.call('HINCRBY', KEYS[1], 'taken', n) end
  if not probe then return 1, 0, n end
  for scope in pairs(standing(kind)) do
    local pause = scope == 'outage' and outage_every or every
    set(scope .. ':probe_at', now + pause)
    set(scope .. ':probing', now + math.floor(pause * 0.6))
  end
  return 2, 0, 1
end

local function take(share, kind, every, outage_every, wanted)
  local code, wait, given = turns(tonumber(share), kind, tonumber(every), tonumber(outage_every), wanted)
  if dirty then save() end
  local own = p[kind .. ':refused'] or p[kind .. ':failed']
  return code, math.max(0, wait), given, own and 2 or next(p) and 1 or 0
end
`;

/**
 * ARGV: 8 the class' share of the budget in thousandths, 9 its kind, 10 time between probes, 11 the same in an outage, 12 how many are
 * wanted. Answers {code, ms to wait, how many, as `turns`; whether successes are to be told: 0 no, 1 now and then, 2 this one}.
 */
const TAKE = `
return { take(ARGV[8], ARGV[9], ARGV[10], ARGV[11], tonumber(ARGV[12])) }
`;

/**
 * Turns for those who may use one, and their last word, in one step. The word's own script returns what asks whether one may (1: yes), and
 * what is done for one who got a turn; both get its arguments. KEYS: 4 what the word is given; ARGV: 8..11 as above, 12.. the arguments
 * of each. Answers as TAKE, then for each 1: has its turn, 0: no word, 2: no turn, or the error of its word: one does not fail the others.
 */
const takeWith = ({ lua, width }: LastWord) => `
local may, go = (function(KEYS)
${lua}
end)({ KEYS[4] })
local said, ready = {}, {}
for i = 12, #ARGV, ${width} do
  local n = #said + 1
  local ok, answer = pcall(may, unpack(ARGV, i, i + ${width - 1}))
  said[n] = not ok and redis.error_reply(type(answer) == 'table' and answer.err or tostring(answer)) or (answer == 1 and 2 or 0)
  if ok and answer == 1 then ready[#ready + 1] = n end
end
if #ready == 0 then return { 1, 0, 0, -1, unpack(said) } end
local code, wait, given, amiss = take(ARGV[8], ARGV[9], ARGV[10], ARGV[11], #ready)
for i = 1, given do
  local first = 12 + (ready[i] - 1) * ${width}
  go(unpack(ARGV, first, first + ${width - 1}))
  said[ready[i]] = 1
end
return { code, wait, given, amiss, unpack(said) }
`;

const LEARN = `
if dirty then save() end
return 0
`;

/** ARGV: 8 for how long, 9 why. */
const BAN = `
local ms = tonumber(ARGV[8])
if ms > 0 then
  s.refused = s.refused + 1
  s.ban = math.max(s.ban, now + ms)
else
  s.prefused = s.prefused + 1
end
if s.limit > 0 then reckon() end
save()
if ms > 0 then redis.call('HSET', KEYS[1], 'why', ARGV[9]) end
return 0
`;

/** Answers [ban until or 0, why | nil, limit, taken, budget, then scope, reason, since of each pause]; changes nothing. */
const STATUS = `
local limit = s.limit > 0 and math.min(s.limit, configured) or configured
local banned = now < s.ban
local out = {banned and s.ban or 0, banned and redis.call('HGET', KEYS[1], 'why'), limit, s.taken, budget()}
for _, scope in ipairs(SCOPES) do
  if p[scope .. ':since'] then
    for _, field in ipairs({scope, p[scope .. ':reason'], p[scope .. ':since']}) do out[#out + 1] = field end
  end
end
return out
`;

const END = `
if dirty then save() end
return result
`;

export const GATE_SCRIPTS = {
  take: PRELUDE + PAUSES + TURNS + TAKE,
  learn: PRELUDE + LEARN,
  ban: PRELUDE + BAN,
  pause: PRELUDE + PAUSES + PAUSE + END,
  refused: PRELUDE + PAUSES + REFUSED + END,
  failed: PRELUDE + PAUSES + FAILED + END,
  passed: PRELUDE + PAUSES + PASSED + END,
  next: PRELUDE + PAUSES + NEXT + END,
  status: PRELUDE + PAUSES + STATUS,
} as const;

export const turnWith = (word: LastWord) => PRELUDE + PAUSES + TURNS + takeWith(word);
