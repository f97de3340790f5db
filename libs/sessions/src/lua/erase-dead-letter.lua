-- eraseDeadLetter: ARGV: ref, 1 when it was looked for. Its text goes at once. Returns { 'look', conversation, print }: the note may have arrived
-- all the same, look for it and call again; or { 'erased', 1 or 0 }.
-- @include shared/names

local ref, looked = unpack(ARGV)
local d = P .. ':dead:' .. ref
local f = read(d, 'sk', 'conv', 'uk', 'ek', 'ct', 'print')
call('HDEL', d, 'items')
if f.sk and f.conv and f.conv ~= '' and looked ~= '1' then return { 'look', f.conv, f.print or '' } end
forget_name('u', f.uk, 'd', ref) forget_name('e', f.ek, 'd', ref) forget_name('ct', f.ct, 'd', ref)
call('ZREM', P .. ':dead', ref)
return { 'erased', call('DEL', d) }
