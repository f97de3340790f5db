-- Keeps a turn, where it is still ours. KEYS: 1 the turn. ARGV: 1 our token, 2 for how long, ms. Returns 1 where it was.
if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
return 0
