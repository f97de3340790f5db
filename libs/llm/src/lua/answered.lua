-- What became of a question. ARGV: how it went ('ok' | 'failed' | 'unclear'), the day of the reservation, tokens to add to it, failures in
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
