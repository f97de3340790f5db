-- Keeps a turn, where it is still ours. KEYS: 1 the turn. ARGV: 1 our token, 2 for how long, ms. Returns 1 where it was.
local owner, ms = unpack(ARGV)
if redis.call('GET', KEYS[1]) == owner then return redis.call('PEXPIRE', KEYS[1], ms) end
return 0
