-- eraseConversation: forgets a conversation of an erased person. ARGV: conversation. Sessions of others that are linked to it keep it
-- alive, without the contact. Returns 1 when the conversation's records are gone, 0 when there were none or others need them.
-- @include shared/keys
-- @include shared/conversation
-- @include shared/names

local conv = unpack(ARGV)
local c = conversation_key(conv)
stop_waiting(conv)
forget_name('ct', call('HGET', c, 'contact'), 'c', conv)
for _, sk in ipairs(sessions_of(conv)) do
  if call('EXISTS', session_key(sk)) == 1 then
    call('HDEL', c, 'contact')
    return 0
  end
end
return call('DEL', c, c .. ':d') > 0 and 1 or 0
