-- Whether the LLM may be asked. ARGV: 1 tokens a day (-1: no limit), 2 tokens to reserve, 3 time between probes. Answers {'ask' | 'rules' | 'wait', ms to wait, day}.
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
