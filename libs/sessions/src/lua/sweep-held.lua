-- sweepHeld: with QUIET_STATES=post nothing is held: opens what was held before a restart. Answers the flush jobs
-- to add. Else it forgets sessions that have expired meanwhile.
-- @include shared/keys
-- @include shared/flushes
-- @include shared/pace
-- @include shared/state

local opened, flush = flushes()
if HOLD then
  for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':held', '-inf', now - TTL - TOUCH, 'LIMIT', 0, 500)) do
    if call('EXISTS', session_key(sk)) == 1 then call('ZADD', P .. ':held', now, sk) else call('ZREM', P .. ':held', sk) end
  end
  return opened
end
for _, sk in ipairs(call('ZRANGE', P .. ':held', 0, 499)) do
  local conv = call('HGET', session_key(sk), 'conv')
  if not conv or not held(conv) then
    call('ZREM', P .. ':held', sk)
    if conv then flush(sk, release(sk, conv)) end
  else call('ZADD', P .. ':held', now, sk) end
end
return opened
