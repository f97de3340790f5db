-- owe: ARGV: erasure, conversation, part ids. Returns how many were not owed before.
-- @include shared/owing

local erasure, conv = unpack(ARGV)
local fresh = 0
for i = 3, #ARGV do fresh = fresh + owe_part(erasure, conv, ARGV[i]) end
return fresh
