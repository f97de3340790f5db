/** Written by npm run write:lua from the .lua files beside it. */
export const LUA = {
  'answered': String.raw`-- What became of a question. ARGV: how it went ('ok' | 'failed' | 'unclear'), the day of the reservation, tokens to add to it, failures in
-- a row that open the breaker, time between probes. Answers 'opened' or 'closed' when this call did it, else ''.
-- @include shared/day

local how, day, tokens, most, every = unpack(ARGV)
local key = day_key(day)
if redis.call('EXISTS', key) == 1 then redis.call('INCRBY', key, tokens) end
if how == 'ok' then
  local was_open = redis.call('HEXISTS', KEYS[1], 'open') == 1
  redis.call('DEL', KEYS[1])
  return was_open and 'closed' or ''
end
if how ~= 'failed' then return '' end
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
redis.call('PEXPIRE', KEYS[1], 86400000)
if failures < tonumber(most) or redis.call('HEXISTS', KEYS[1], 'open') == 1 then return '' end
redis.call('HSET', KEYS[1], 'open', now, 'probe_at', now + tonumber(every))
return 'opened'
`,
  'ask': String.raw`-- Whether the LLM may be asked. ARGV: tokens a day (-1: no limit), tokens to reserve, time between probes.
-- Answers by name: do 'rules'; do 'wait', ms; do 'ask', day (whose budget it is). Of a process that dies after it the reservation stays.
-- @include shared/day

local cap, wanted, every = unpack(ARGV)
cap = tonumber(cap)
local key = day_key(today)
if cap >= 0 and tonumber(redis.call('GET', key) or 0) + tonumber(wanted) > cap then return { 'do', 'rules' } end
local probe_at = tonumber(redis.call('HGET', KEYS[1], 'probe_at') or nil)
if probe_at then
  if now < probe_at then return { 'do', 'wait', 'ms', probe_at - now } end
  redis.call('HSET', KEYS[1], 'probe_at', now + tonumber(every))
end
redis.call('INCRBY', key, wanted)
redis.call('PEXPIRE', key, 172800000)
return { 'do', 'ask', 'day', today }
`,
  'shared/day': String.raw`-- KEYS: 1 the breaker (hash: "failures" in a row, "open" since when, "probe_at" when the next call may try), 2 what the names of the days'
-- counts begin with, 3 the mark of the product, which always exists (2 never does); a day is a UTC day by Redis' clock, as days since 1970. Milliseconds and tokens throughout.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function day_key(day) return KEYS[2] .. ':' .. day end
local today = math.floor(time[1] / 86400)
`,
  'status': String.raw`-- Changes nothing. Answers by name: failures (in a row), open (since when, or 0), tokens (of today).
-- @include shared/day

local failures, open = unpack(redis.call('HMGET', KEYS[1], 'failures', 'open'))
return { 'failures', failures or 0, 'open', open or 0, 'tokens', redis.call('GET', day_key(today)) or 0 }
`,
};
