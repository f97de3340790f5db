-- Sessions that wait because calls are paused. They have no job, so that thousands of them cost nothing: they stand in
-- ":paused:note" (to post) or ":paused:read" (to look for their note), in the order in which they were stopped, and keep their open
-- generation; whoever wakes one opens the next.
--
-- park: ARGV: session key, owner, what it waits for, what the attempt left behind (see know). Returns 1, or 0 when another run owns
-- the session.
-- @include shared/keys
-- @include shared/generation

local sk, owner, kind, outcome = unpack(ARGV)
local h = session_key(sk)
if call('HGET', h, 'own') ~= owner then return 0 end
know(h, outcome)
call('HDEL', h, 'wait')
call('ZREM', P .. ':due', sk)
call('ZADD', P .. ':paused:' .. kind, 'NX', now, sk)
return 1
