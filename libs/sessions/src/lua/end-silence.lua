-- ARGV: session key. 1: it is over, and nobody else has ended it; 0: an action has moved it, or somebody did.
-- @include shared/head

local sk = unpack(ARGV)
local at = call('ZSCORE', P .. ':silence', sk)
if not at or tonumber(at) > now then return 0 end
return call('ZREM', P .. ':silence', sk)
