-- What was wanted before the turn was taken is done; what was wanted since is not.
-- KEYS: 1 <prefix>:aof. ARGV: 1 how many wanted it.
local done = unpack(ARGV)
local left = tonumber(redis.call('HGET', KEYS[1], 'wanted') or 0) - tonumber(done)
if left > 0 then redis.call('HSET', KEYS[1], 'wanted', left) else redis.call('HDEL', KEYS[1], 'wanted') end
return 1
