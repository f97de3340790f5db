-- ARGV: notification id, conversation, state, its time. Returns { 'state', sk, gen ... }.
-- @include shared/fences
-- @include shared/state

local notification, conv, state, at = unpack(ARGV)
local opened = {}
if fenced('c', conv) then return { 'erased' } end
if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then return { 'duplicate' } end
apply_state(conv, state, tonumber(at), function(sk, gen) if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end end)
return { 'state', unpack(opened) }
