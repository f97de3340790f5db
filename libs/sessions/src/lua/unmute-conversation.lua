-- unmuteConversation: ARGV: conversation. What was held goes out as when a conversation opens. Returns { 1, sk, gen ... }, or { 0 } where it was not muted.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/conversation
-- @include shared/state

local conv = ARGV[1]
local c, opened = conversation_key(conv), { 1 }
if call('HDEL', c, 'mute') == 0 then return { 0 } end
local still, waits = held(conv), false
for _, sk in ipairs(sessions_of(conv)) do
  if still then waits = waits or tonumber(call('HGET', session_key(sk), 'rush') or 0) > 0
  else
    call('ZREM', P .. ':held', sk)
    local gen = release(sk, conv)
    if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end
  end
end
if not waits then call('HDEL', c, 'keep') end
touch_conversation(conv, TTL)
return opened
