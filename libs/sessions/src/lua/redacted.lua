-- A part is redacted (or was not there to redact); an erasure does not owe it any more. ARGV: session key ('' for an erasure's), part id.
-- @include shared/keys
-- @include shared/life

local sk, part = unpack(ARGV)
call('HDEL', P .. ':owed', part)
if sk == '' then return 1 end
local h = session_key(sk)
call('SREM', h .. ':r', part)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1
