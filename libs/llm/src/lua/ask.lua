-- Whether the LLM may be asked. ARGV: tokens a day (-1: no limit), tokens to reserve, time between probes.
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
