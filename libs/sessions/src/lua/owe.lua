-- owe: ARGV: erasure, conversation, part ids. Returns how many were not owed before.
-- @include shared/owing

local fresh = 0
for i = 3, #ARGV do fresh = fresh + owe_part(ARGV[1], ARGV[2], ARGV[i]) end
return fresh
