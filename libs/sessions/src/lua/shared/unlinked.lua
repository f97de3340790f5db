-- What a person says against the rules: that a session is not this conversation's, that it is, and that nothing is to be posted here.
--
-- Unlinked parts: what was posted in a conversation for a session that is not its is owed, as "unlink:<session key>". A note that may
-- have arrived unrecorded stands in "<prefix>:unlinks", "<session>|<conversation>|<ref>" -> "<settled>|<print>", until it was looked for.
-- @include shared/head

local function looking(sk)
  for _, name in ipairs(call('HKEYS', P .. ':unlinks')) do
    if string.sub(name, 1, #sk + 1) == sk .. '|' then return true end
  end
  return false
end

local function unlinked_parts(sk)
  local found, start = {}, 'unlink:' .. sk .. '|'
  local all = call('HGETALL', P .. ':owed')
  for i = 1, #all, 2 do
    if string.sub(all[i + 1], 1, #start) == start then found[#found + 1] = { all[i], string.sub(all[i + 1], #start + 1) } end
  end
  return found
end
