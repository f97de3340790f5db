-- eraseDeadLetter: ARGV: ref, 1 when it was looked for. Its text goes at once. Returns { 'look', conversation, print }: the note may have arrived
-- all the same, look for it and call again; or { 'erased', 1 or 0 }.
-- @include shared/names

local ref, looked = unpack(ARGV)
local d = P .. ':dead:' .. ref
local f = call('HMGET', d, 'sk', 'conv', 'uk', 'ek', 'ct', 'print')
call('HDEL', d, 'items')
if f[1] and f[2] and f[2] ~= '' and looked ~= '1' then return { 'look', f[2], f[6] or '' } end
forget_name('u', f[3], 'd', ref) forget_name('e', f[4], 'd', ref) forget_name('ct', f[5], 'd', ref)
call('ZREM', P .. ':dead', ref)
return { 'erased', call('DEL', d) }
