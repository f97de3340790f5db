-- traces: candidates for an erasure, by the names of a person. ARGV: kind (u, e, ct) and name by turns. Answers a table of "of" (s session,
-- c conversation, d dead letter) and target. "full" says that a user has more recent sessions than are listed.
-- @include shared/names

local out = { 'of target' }
local function add(of, target) out[#out + 1] = of out[#out + 1] = target end
for i = 1, #ARGV, 2 do
  local kind, name = ARGV[i], ARGV[i + 1]
  local key, entry = name_entry(kind, name, 'c', '')
  for _, each in ipairs(call('LRANGE', key, 0, -1)) do
    if string.sub(each, 1, 1) == string.sub(entry, 1, 1) then add(entry_target(each)) end
  end
  if kind ~= 'ct' then
    local recent = call('ZRANGE', P .. ':' .. kind .. ':' .. name, 0, -1)
    for _, sk in ipairs(recent) do add('s', sk) end
    if #recent >= 100 then add('full', '') end
    local conv = call('HGET', P .. ':w:' .. kind .. ':' .. name, 'conv')
    if conv then add('c', conv) end
  end
end
return out
