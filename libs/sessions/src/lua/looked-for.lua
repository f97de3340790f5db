-- lookedFor: a note that may have arrived unrecorded was looked for. ARGV: session key, conversation, ref, part ids that were found. They are
-- owed in the step that ends the search.
-- @include shared/owing

local sk, conv, ref = unpack(ARGV)
for i = 4, #ARGV do owe_part('unlink:' .. sk, conv, ARGV[i]) end
call('HDEL', P .. ':unlinks', sk .. '|' .. conv .. '|' .. ref)
return 1
