-- The gate's state is one hash of counters of the current window ("KEYS[1]"), one of what pauses ("KEYS[2]", see "shared/pauses"), and one
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
