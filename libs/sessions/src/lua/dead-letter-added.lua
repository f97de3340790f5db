-- The dead-letter job of this ref exists. ARGV: session key, ref.
-- @include shared/keys
-- @include shared/life

local sk, ref = unpack(ARGV)
local h = session_key(sk)
call('SREM', h .. ':b', ref)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1
