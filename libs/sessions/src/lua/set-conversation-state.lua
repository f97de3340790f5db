-- setConversationState: ARGV: notification id, conversation, state, its time.
-- Answers by name: decision ('state', 'erased' or 'duplicate'), opened (the flush jobs to add).
-- @include shared/decision
-- @include shared/fences
-- @include shared/state

local notification, conv, state, at = unpack(ARGV)
if fenced('c', conv) then return reply('erased') end
if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then return reply('duplicate') end
apply_state(conv, state, tonumber(at), flush)
return reply('state')
