-- Gives a turn back, where it is still ours. KEYS: 1 the turn. ARGV: 1 our token. Returns 1 where it was.
local owner = unpack(ARGV)
if redis.call('GET', KEYS[1]) == owner then return redis.call('DEL', KEYS[1]) end
return 0
