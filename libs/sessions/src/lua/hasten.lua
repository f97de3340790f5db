-- hasten: an outage is over; sessions whose last try failed do not wait out their plan. Takes no ARGV.
-- Answers the flush jobs to add.
-- @include shared/keys
-- @include shared/flushes

local opened, flush = flushes()
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + 1000, '+inf', 'LIMIT', 0, 1000)) do
  local h = session_key(sk)
  local f = read(h, 'pend', 'tries', 'wait')
  if f.pend == '1' and f.wait and tonumber(f.tries or 0) > 0 then
    call('HDEL', h, 'wait')
    flush(sk, call('HINCRBY', h, 'gen', 1))
    call('ZADD', P .. ':due', now, sk)
  end
end
return opened
