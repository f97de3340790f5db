/** Written by npm run write:lua from the .lua files beside it. */
export const LUA = {
  'answered': String.raw`-- What became of a question. ARGV: 1 how it went ('ok' | 'failed' | 'unclear'), 2 the day of the reservation, 3 tokens to add to it, 4 failures in a row that open
-- the breaker, 5 time between probes. Answers 'opened' or 'closed' when this call did it, else ''.
-- @include shared/day

local key = day_key(ARGV[2])
if redis.call('EXISTS', key) == 1 then redis.call('INCRBY', key, ARGV[3]) end
if ARGV[1] == 'ok' then
  local was_open = redis.call('HEXISTS', KEYS[1], 'open') == 1
  redis.call('DEL', KEYS[1])
  return was_open and 'closed' or ''
end
if ARGV[1] ~= 'failed' then return '' end
local failures = redis.call('HINCRBY', KEYS[1], 'failures', 1)
redis.call('PEXPIRE', KEYS[1], 86400000)
if failures < tonumber(ARGV[4]) or redis.call('HEXISTS', KEYS[1], 'open') == 1 then return '' end
redis.call('HSET', KEYS[1], 'open', now, 'probe_at', now + tonumber(ARGV[5]))
return 'opened'
`,
  'ask': String.raw`-- Whether the LLM may be asked. ARGV: 1 tokens a day (-1: no limit), 2 tokens to reserve, 3 time between probes. Answers {'ask' | 'rules' | 'wait', ms to wait, day}.
-- @include shared/day

local cap, wanted, every = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local key = day_key(today)
if cap >= 0 and tonumber(redis.call('GET', key) or 0) + wanted > cap then return {'rules', 0, today} end
local probe_at = tonumber(redis.call('HGET', KEYS[1], 'probe_at') or nil)
if probe_at then
  if now < probe_at then return {'wait', probe_at - now, today} end
  redis.call('HSET', KEYS[1], 'probe_at', now + every)
end
redis.call('INCRBY', key, wanted)
redis.call('PEXPIRE', key, 172800000)
return {'ask', 0, today}
`,
  'shared/day': String.raw`-- KEYS: 1 the breaker (hash: "failures" in a row, "open" since when, "probe_at" when the next call may try), 2 what the names of the days'
-- counts begin with, 3 the mark of the product, which always exists (2 never does); a day is a UTC day by Redis' clock, as days since 1970. Milliseconds and tokens throughout.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function day_key(day) return KEYS[2] .. ':' .. day end
local today = math.floor(time[1] / 86400)
`,
  'status': String.raw`-- Answers {failures in a row, open since or 0, tokens of today}; changes nothing.
-- @include shared/day

local failures, open = unpack(redis.call('HMGET', KEYS[1], 'failures', 'open'))
return { tonumber(failures or 0), tonumber(open or 0), tonumber(redis.call('GET', day_key(today)) or 0) }
`,
};
