-- takeOver: what one erasure owes is another's from now on. ARGV: the one, the other.
-- @include shared/head

local from, to = unpack(ARGV)
local start = from .. '|'
local all = call('HGETALL', P .. ':owed')
for i = 1, #all, 2 do
  if string.sub(all[i + 1], 1, #start) == start then
    call('HSET', P .. ':owed', all[i], to .. string.sub(all[i + 1], #start))
  end
end
return 1
