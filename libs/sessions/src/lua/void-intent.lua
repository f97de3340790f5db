-- void: the text of this intent is gone, and it is not in the conversation: the session goes on without it. A due summary is written anew.
-- ARGV: session key, ref, owner. Returns 1, or 0 when fenced.
-- @include shared/keys
-- @include shared/intent

local sk, ref, owner = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'ref', 'own')
if f.ref ~= ref or f.own ~= owner then return 0 end
forget_intent(h, ref)
return 1
