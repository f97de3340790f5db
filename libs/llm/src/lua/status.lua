-- Answers {failures in a row, open since or 0, tokens of today}; changes nothing.
-- @include shared/day

local failures, open = unpack(redis.call('HMGET', KEYS[1], 'failures', 'open'))
return { tonumber(failures or 0), tonumber(open or 0), tonumber(redis.call('GET', day_key(today)) or 0) }
