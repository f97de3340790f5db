-- reopen: the next generation, which fences whatever still runs of this one. ARGV: session key, generation. Returns it, or 0 when another is current.
-- @include shared/keys

local sk, gen = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'pend', 'gen')
if f.pend ~= '1' or f.gen ~= gen then return 0 end
call('HDEL', h, 'job')
call('ZADD', P .. ':due', now, sk)
return call('HINCRBY', h, 'gen', 1)
