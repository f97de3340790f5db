-- eraseDeadLetter: ARGV: ref, 1 when it was looked for. Its text goes at once. Answers by name: do 'look',
-- conversationId, print: the note may have arrived all the same, look for it and call again; or do 'erased', existed.
-- @include shared/names

local ref, looked = unpack(ARGV)
local d = P .. ':dead:' .. ref
local f = read(d, 'sk', 'conv', 'uk', 'ek', 'ct', 'print')
call('HDEL', d, 'items')
if f.sk and f.conv and f.conv ~= '' and looked ~= '1' then return { 'do', 'look', 'conversationId', f.conv, 'print', f.print or '' } end
forget_name('u', f.uk, 'd', ref) forget_name('e', f.ek, 'd', ref) forget_name('ct', f.ct, 'd', ref)
call('ZREM', P .. ':dead', ref)
return { 'do', 'erased', 'existed', call('DEL', d) }
