-- What became of a question. ARGV: 1 how it went ('ok' | 'failed' | 'unclear'), 2 the day of the reservation, 3 tokens to add to it, 4 failures in a row that open
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
