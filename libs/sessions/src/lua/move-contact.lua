-- moveContact: a conversation is another contact's now. ARGV: conversation, contact.
-- @include shared/keys
-- @include shared/names

local conv, contact = unpack(ARGV)
local c = conversation_key(conv)
local before = call('HGET', c, 'contact')
if not before then return 0 end
forget_name('ct', before, 'c', conv)
call('HSET', c, 'contact', contact)
index_name('ct', contact, 'c', conv)
return 1
