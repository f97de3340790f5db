-- Changes nothing. Answers by name: failures (in a row), open (since when, or 0), tokens (of today).
-- @include shared/day

local failures, open = unpack(redis.call('HMGET', KEYS[1], 'failures', 'open'))
return { 'failures', failures or 0, 'open', open or 0, 'tokens', redis.call('GET', day_key(today)) or 0 }
