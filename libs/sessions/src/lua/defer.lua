-- defer: the next try is planned. ARGV: session key, owner, ms, outcome: 'unsent' (certainly not stored), 'unknown' (may still be
-- stored until it is settled), 'answered' (the call is over: look in 2 s), 'read' (only the look-up failed); 1 = an attempt was spent; why it failed.
-- Append and sweep respect the planned time. Returns 1, or 0 when another run owns the session.
-- @include shared/keys
-- @include shared/generation

local sk, owner, ms, outcome, spent, why = unpack(ARGV)
ms = math.min(tonumber(ms), LONGEST)
local h = session_key(sk)
if call('HGET', h, 'own') ~= owner then return 0 end
know(h, outcome)
if spent == '1' then call('HINCRBY', h, 'tries', 1) call('HSET', h, 'why', why) end
call('HSET', h, 'wait', now + ms)
call('ZADD', P .. ':due', now + ms, sk)
return 1
