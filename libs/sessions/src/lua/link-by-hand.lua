-- linkByHand: takes the fence of the pair down, too. ARGV: session key, conversation, who says so.
-- Sticky like any other link. Answers as linkSession.
-- @include shared/keys
-- @include shared/decision
-- @include shared/names
-- @include shared/parting
-- @include shared/linking
-- @include shared/fences

local sk, conv, by = unpack(ARGV)
local h, c = session_key(sk), conversation_key(conv)
local f = read(h, 'conv', 'sid', 'dead', 'left')
if fenced('s', sk, 'c', conv) then return reply('erased') end
if not f.sid then return reply('unknown_session') end
if f.conv then return reply((f.conv == conv and not f.dead) and 'already_linked' or 'session_has_other_conversation') end
call('DEL', parting_key(sk, conv))
call('HDEL', c, 'x:' .. sk)
local left = {}
for each in string.gmatch(f.left or '', '%S+') do if each ~= conv then left[#left + 1] = each end end
if #left > 0 then call('HSET', h, 'left', table.concat(left, ' ')) else call('HDEL', h, 'left') end
flush(sk, link(sk, h, conv, 'linked_by_hand'))
call('HSET', c, 'y:' .. sk, now .. '|' .. by)
index_name('ct', call('HGET', c, 'contact'), 'c', conv)
return reply('linked_by_hand')
