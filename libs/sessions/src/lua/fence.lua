-- Puts up fences. ARGV: life in ms, then kind and name by turns.
-- @include shared/fences

local life = unpack(ARGV)
call('SET', P .. ':erased', 1, 'PX', life)
for i = 2, #ARGV, 2 do call('SET', fence_key(ARGV[i], ARGV[i + 1]), 1, 'PX', life) end
return 1
