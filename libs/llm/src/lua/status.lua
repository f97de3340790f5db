-- Answers {failures in a row, open since or 0, tokens of today}; changes nothing.
-- @include shared/day

local breaker = redis.call('HMGET', KEYS[1], 'failures', 'open')
return {tonumber(breaker[1] or 0), tonumber(breaker[2] or 0), tonumber(redis.call('GET', day_key(today)) or 0)}
