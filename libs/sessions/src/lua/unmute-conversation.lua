-- unmuteConversation: ARGV: conversation. What was held goes out as when a conversation opens. Answers by
-- name: muted (1, or 0 where it was not), opened (the flush jobs to add).
-- @include shared/keys
-- @include shared/flushes
-- @include shared/life
-- @include shared/pace
-- @include shared/conversation
-- @include shared/state

local conv = unpack(ARGV)
local c, opened, flush = conversation_key(conv), flushes()
if call('HDEL', c, 'mute') == 0 then return { 'muted', 0, 'opened', opened } end
local still, waits = held(conv), false
for _, sk in ipairs(sessions_of(conv)) do
  if still then waits = waits or tonumber(call('HGET', session_key(sk), 'rush') or 0) > 0
  else
    call('ZREM', P .. ':held', sk)
    flush(sk, release(sk, conv))
  end
end
if not waits then call('HDEL', c, 'keep') end
touch_conversation(conv, TTL)
return { 'muted', 1, 'opened', opened }
