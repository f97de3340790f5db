-- sweepNames: a 256th of the index of names per call; entries of what is gone go too. Returns how many went.
-- @include shared/lists
-- @include shared/names

local key = P .. ':names:' .. string.format('%02x', math.floor(now / 5000) % 256)
local entries, kept = call('LRANGE', key, 0, -1), {}
local keys = { s = ':s:', c = ':c:', d = ':dead:' }
for i = 1, #entries do
  local of, target = entry_target(entries[i])
  if keys[of] and call('EXISTS', P .. keys[of] .. target) == 1 then kept[#kept + 1] = entries[i] end
end
if #kept < #entries then
  call('DEL', key)
  push_all(key, kept)
end
return #entries - #kept
