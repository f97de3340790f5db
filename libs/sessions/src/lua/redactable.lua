-- redactable: whether a part may be redacted, by what is recorded. ARGV: session key ('' for an erasure's), part id, its conversation.
-- 1: a posted summary covers it, it is a second copy of ours, or an erasure owes it; 0: it is pending and REDACT is off, so it is dropped
-- here; -1: nobody recorded it, or not for this conversation.
-- @include shared/keys
-- @include shared/life

local sk, part, conv = unpack(ARGV)
if call('HEXISTS', P .. ':owed', part) == 1 then return 1 end
local h = session_key(sk)
if sk == '' or call('SISMEMBER', h .. ':r', part) == 0 or call('HGET', h, 'conv') ~= conv then return -1 end
if REDACT then return 1 end
call('SREM', h .. ':r', part)
call('RPUSH', h .. ':p', part)
call('PEXPIRE', h .. ':p', TTL + TOUCH)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 0
