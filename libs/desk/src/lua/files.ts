/** Written by npm run write:lua from the .lua files beside it. */
export const LUA = {
  'ban': String.raw`-- A 429: nothing goes out for a while. ARGV: for how long, why.
-- @include shared/window

local ms, why = unpack(ARGV, OWN)
ms = tonumber(ms)
if ms > 0 then
  s.refused = s.refused + 1
  s.ban = math.max(s.ban, now + ms)
else
  s.prefused = s.prefused + 1
end
if s.limit > 0 then reckon() end
save()
if ms > 0 then redis.call('HSET', KEYS[1], 'why', why) end
return 0
`,
  'failed': String.raw`-- A transient failure. ARGV: kind, the conversation or '', why, time between probes in an outage.
-- Answers 1 when it is an outage's: nobody's fault, no attempt is spent.
-- @include shared/pauses

local kind, who, reason, every = unpack(ARGV, OWN)
if at(kind .. ':last') < now - 600000 then forget(kind, ':failed', ':by', ':began') end
if not p[kind .. ':began'] then set(kind .. ':began', now) end
set(kind .. ':failed', at(kind .. ':failed') + 1)
set(kind .. ':last', now)
join(kind .. ':by', who)
if tripped(kind) and not p['outage:since'] then set('outage:began', at(kind .. ':began')) end
if tripped(kind) or p['outage:since'] then halt('outage', reason, tonumber(every)) end
result = standing(kind).outage and 1 or 0

if dirty then save() end
return result
`,
  'learn': String.raw`-- What answers showed, which every script takes note of, and no more.
-- @include shared/window

if dirty then save() end
return 0
`,
  'next': String.raw`-- What the mover of paused sessions does now. Answers by name: note and read (those that wait to post, and to read: 'stay', 'one' of them
-- tries, they 'go' on), call (1 when a plain read is to try), recovered (1 when an outage ended since this was asked last).
-- @include shared/pauses

local function due(scope) return now >= at(scope .. ':probe_at') and now >= at(scope .. ':probing') end
local function step(kind)
  local scopes = standing(kind)
  if not next(scopes) then return 'go' end
  if scopes.all or (scopes.outage and (kind == 'read' or suspected())) then return 'stay' end
  for scope in pairs(scopes) do if not due(scope) then return 'stay' end end
  return 'one'
end
local call = (p['all:since'] and due('all')) or (p['outage:since'] and (suspected() or tripped('read')) and due('outage'))
result = { 'note', step('note'), 'read', step('read'), 'call', call and 1 or 0, 'recovered', p['recovered'] and 1 or 0 }
forget('recovered', '')
if p['ok'] and not next(p, next(p)) then redis.call('DEL', KEYS[2]) end

if dirty then save() end
return result
`,
  'passed': String.raw`-- The desk took a call. ARGV: kind, the conversation or ''.
-- @include shared/pauses

local kind, who = unpack(ARGV, OWN)
if next(p) then
  if p[kind .. ':refused'] then
    redis.call('HINCRBY', KEYS[3], 'passed:' .. kind, 1)
    redis.call('PEXPIRE', KEYS[3], 86400000)
  end
  if who ~= '' then redis.call('HDEL', KEYS[3], kind .. ':' .. who) end
  go_on('all') go_on(kind)
  forget(kind, ':refused', ':failed', ':by', ':began', ':last')
  set('ok', now)
  local out = false
  for _, each in ipairs(KINDS) do
    if p['outage:since'] and tripped(each) then out = true
    elseif at(each .. ':last') < now - 60000 then forget(each, ':failed', ':by', ':began', ':last') end
  end
  if out then set('outage:probe_at', now) set('outage:probing', 0)
  elseif p['outage:since'] then
    go_on('outage')
    forget('outage', ':began')
    set('recovered', now)
  end
  local rest = 0
  for _ in pairs(p) do rest = rest + 1 end
  if rest == 1 then redis.call('DEL', KEYS[2]) end
end

if dirty then save() end
return result
`,
  'pause': String.raw`-- Everything of a scope stops but the probes. ARGV: scope, why, time between probes. Again while paused: the probe failed.
-- @include shared/pauses

local scope, why, every = unpack(ARGV, OWN)
halt(scope, why, tonumber(every))

if dirty then save() end
return result
`,
  'refused': String.raw`-- A call was refused for what it may not do. ARGV: kind, whose conversation ('': it says nothing of one), why, time between
-- probes, how many different conversations in a row pause the kind.
-- Answers 0 only this conversation waits, 1 the kind is paused, 2 it was refused three times while others passed: its own failure.
-- @include shared/pauses

local kind, who, reason, every, most = unpack(ARGV, OWN)
local passed = tonumber(redis.call('HGET', KEYS[3], 'passed:' .. kind) or 0)
local times = 0
if who ~= '' then
  local known, then_passed = string.match(redis.call('HGET', KEYS[3], kind .. ':' .. who) or '', '^(%d+):(%d+)$')
  times = tonumber(known or 0)
  if not then_passed or tonumber(then_passed) < passed then times = times + 1 end
end
if times >= 3 then
  redis.call('HDEL', KEYS[3], kind .. ':' .. who)
  -- The probe told nothing: the next one may go at once.
  if p[kind .. ':since'] then set(kind .. ':probing', 0) set(kind .. ':probe_at', now) end
  result = 2
else
  if who ~= '' then
    redis.call('HSET', KEYS[3], kind .. ':' .. who, times .. ':' .. passed)
    redis.call('PEXPIRE', KEYS[3], 86400000)
  end
  local in_a_row = join(kind .. ':refused', who == '' and '-' or who)
  if p[kind .. ':since'] or in_a_row >= tonumber(most) then
    halt(kind, reason, tonumber(every))
    result = 1
  end
end

if dirty then save() end
return result
`,
  'shared/pauses': String.raw`-- What pauses calls. A scope is "all" (the token is refused), a kind of call ("note", "redaction", "read"), or "outage".
--
-- Fields of "KEYS[2]", which is not there while all is well: "<scope>:since", ":reason", ":probe_at", ":probing" (until then a probe is
-- under way); of each kind what happened in a row, without a success of that kind in between: "<kind>:refused" (conversations, by lines),
-- "<kind>:failed" (transient failures), ":by" (up to three parties that met them), ":began", ":last"; "outage:began" the first failure
-- of those that made the outage; "ok" the last success of any kind that was told; "recovered" when an outage ended, until it is asked for.
-- Fields of "KEYS[3]": "passed:<kind>" how often a refusal was followed by a success, "<kind>:<conversation>" = "times:passed then".
-- @include shared/window

local SCOPES, KINDS = {'all', 'outage', 'note', 'read', 'redaction'}, {'note', 'read', 'redaction'}
local IN_A_ROW, PARTIES = 5, 3
local p = {}
local flat = redis.call('HGETALL', KEYS[2])
for i = 1, #flat, 2 do p[flat[i]] = flat[i + 1] end

local function at(field) return tonumber(p[field] or 0) end
local function set(field, value) p[field] = tostring(value) redis.call('HSET', KEYS[2], field, value) end
local function forget(name, ...)
  for _, part in ipairs({...}) do
    if p[name .. part] then redis.call('HDEL', KEYS[2], name .. part) p[name .. part] = nil end
  end
end

local function lines(text)
  local list = {}
  for line in string.gmatch(text or '', '[^\n]+') do list[#list + 1] = line end
  return list
end

-- Adds who is new to a list that needs no more than three.
local function join(field, who)
  local list = lines(p[field])
  for _, known in ipairs(list) do if known == who then return #list end end
  if who == '' or #list >= PARTIES then return #list end
  list[#list + 1] = who
  set(field, table.concat(list, '\n'))
  return #list
end

local function tripped(kind) return at(kind .. ':failed') >= IN_A_ROW and #lines(p[kind .. ':by']) >= PARTIES end

-- Nothing got through since the failures began: an outage is taken to be of all kinds.
local function suspected() return p['outage:since'] and at('ok') < at('outage:began') end

-- The scopes that stand in the way of a kind of call.
local function standing(kind)
  local found = {}
  if p['all:since'] then found.all = true end
  if p[kind .. ':since'] then found[kind] = true end
  if p['outage:since'] and (suspected() or tripped(kind)) then found.outage = true end
  return found
end

local function halt(scope, reason, every)
  if not p[scope .. ':since'] then
    set(scope .. ':since', now)
    set(scope .. ':probe_at', now + every)
  end
  set(scope .. ':reason', reason)
  set(scope .. ':probing', 0)
end
local function go_on(scope) forget(scope, ':since', ':reason', ':probe_at', ':probing') end
local result = 0
`,
  'shared/turns': String.raw`-- Takes turns for up to "wanted" calls. "share": of the budget, in thousandths; "every", "outage_every": time between probes.
-- Returns 1 taken | 2 taken as the probe | 0 window spent | -1 banned | -2 paused | -3 paused, a probe is under way; ms to wait; how many.
-- @include shared/window
-- @include shared/pauses

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

-- Answers by name: code, wait (ms), given (how many), as "turns"; amiss: whether successes are to be told: 0 no, 1 now and then, 2 this one.
local function took(code, wait, given, amiss) return { 'code', code, 'wait', wait, 'given', given, 'amiss', amiss } end

-- Returns how many got theirs, too.
local function take(share, kind, every, outage_every, wanted)
  local code, wait, given = turns(tonumber(share), kind, tonumber(every), tonumber(outage_every), wanted)
  if dirty then save() end
  local own = p[kind .. ':refused'] or p[kind .. ':failed']
  return took(code, math.max(0, wait), given, own and 2 or next(p) and 1 or 0), given
end
`,
  'shared/window': String.raw`-- The gate's state is one hash of counters of the current window ("KEYS[1]"), one of what pauses ("KEYS[2]", see "shared/pauses"), and one
-- of who was refused ("KEYS[3]"); every script starts by
-- bringing the first up to the present by Redis' clock, so that all processes see the same window. Milliseconds and calls throughout.
--
-- Fields of the gate: "off" alignment of the windows; "start" of the current one; "taken" tokens given in it; "refused" of those that
-- the desk answered 429; "edge" given in its last moments; "used" the most that the desk said was used, last heard of at "seen";
-- "answered" the answers to calls of ours in it; "foreign" how much of the use was certainly not ours; "carry" the foreign use to expect, from earlier windows; "look" the last token given only to
-- hear of the use again; "ptaken", "prefused", "pused" the previous window, for late answers;
-- "limit" the desk's own; "ban" until when; "why" the ban.
--
-- ARGV: window length, configured limit, what answers showed: limit, used, reset, their age, how many they were (limit 0: nothing);
-- then what each script says. KEYS: 4 and 5 the prefix, which never exists, and the mark of the product, which always
-- does (as in every session script).

local win, configured, seen_limit, seen_used, seen_reset, seen_age, seen_answers = unpack(ARGV, 1, 7)
win, configured = tonumber(win), tonumber(configured)
-- What a script has its own name for.
local OWN = 8
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

-- Calls of the last window that the desk was not seen to count there: it may count them in this one. At most a tenth: where answers
-- have no headers there is nothing to be seen.
local function crossing()
  if s.pused == 0 then return 0 end
  return math.max(0, math.min(math.ceil(s.limit / 10), s.ptaken - s.prefused - s.pused))
end

-- Tokens that were given and not refused are at least what the desk counted of ours: the rest of what it counted is foreign.
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
learn(tonumber(seen_limit), tonumber(seen_used), tonumber(seen_reset), tonumber(seen_age), tonumber(seen_answers))
`,
  'status': String.raw`-- Changes nothing. Answers by name: ban (until when, or 0), why (or nil), limit, taken, budget, pauses (a table of scope, reason, since).
-- @include shared/pauses

local limit = s.limit > 0 and math.min(s.limit, configured) or configured
local banned = now < s.ban
local pauses = { 'scope reason since' }
for _, scope in ipairs(SCOPES) do
  if p[scope .. ':since'] then
    for _, field in ipairs({ scope, p[scope .. ':reason'], p[scope .. ':since'] }) do pauses[#pauses + 1] = field end
  end
end
local why = banned and redis.call('HGET', KEYS[1], 'why')
return { 'ban', banned and s.ban or 0, 'why', why, 'limit', limit, 'taken', s.taken, 'budget', budget(), 'pauses', pauses }
`,
  'take-with': String.raw`-- Turns for those who may use one, and their last word, in one step. The word's own script returns what asks whether one may (1: yes), and
-- what is done for one who got a turn; both get its arguments. KEYS: 4.. what the word is given; ARGV: as in
-- take, but instead of the last how many arguments each has, the word's settings, and the arguments of each. Answers by name, as take, and
-- said: for each 1: has its turn, 0: no word, 2: no turn, or the error of its word: one does not fail the others.
-- @include shared/turns

local share, kind, every, outage_every, width, settings = unpack(ARGV, OWN, OWN + 5)
width = tonumber(width)
local may, go = (function(KEYS, ARGV)
-- @word
end)({ unpack(KEYS, 4) }, { settings })
local FIRST = OWN + 6
local said, ready = {}, {}
for i = FIRST, #ARGV, width do
  local n = #said + 1
  local ok, answer = pcall(may, unpack(ARGV, i, i + width - 1))
  said[n] = not ok and redis.error_reply(type(answer) == 'table' and answer.err or tostring(answer)) or (answer == 1 and 2 or 0)
  if ok and answer == 1 then ready[#ready + 1] = n end
end
local function with_said(answer)
  answer[#answer + 1] = 'said' answer[#answer + 1] = said
  return answer
end
if #ready == 0 then return with_said(took(1, 0, 0, -1)) end
local answer, given = take(share, kind, every, outage_every, #ready)
for i = 1, given do
  local first = FIRST + (ready[i] - 1) * width
  go(unpack(ARGV, first, first + width - 1))
  said[ready[i]] = 1
end
return with_said(answer)
`,
  'take': String.raw`-- Turns for those who ask together. ARGV: the class' share of the budget in thousandths, its kind, time between probes, the same in an
-- outage, how many are wanted. Answers by name, as "take" does. A turn that is not used is lost, after a kill too.
-- @include shared/turns

local share, kind, every, outage_every, wanted = unpack(ARGV, OWN)
return (take(share, kind, every, outage_every, tonumber(wanted)))
`,
};
