-- muteConversation: nothing is posted here until it is unmuted; it is kept until then. ARGV: conversation, who says so. Returns 1, or 0 where it was muted.
-- @include shared/keys
-- @include shared/fences

local conv, by = unpack(ARGV)
local c = conversation_key(conv)
if fenced('c', conv) or call('HSETNX', c, 'mute', now .. '|' .. by) == 0 then return 0 end
call('HSET', c, 'keep', 1)
call('PERSIST', c)
return 1
