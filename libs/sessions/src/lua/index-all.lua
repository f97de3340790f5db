-- indexAll: makes sessions and conversations findable that were kept before there was an index. ARGV: kind of name, name, s or c, target, and so on.
-- @include shared/names

for i = 1, #ARGV, 4 do index_name(unpack(ARGV, i, i + 3)) end
return 1
