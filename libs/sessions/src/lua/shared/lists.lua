-- Lists of items.
-- @include shared/head

-- Returns the length of the list.
local function push_all(key, items)
  local length = 0
  for i = 1, #items, 500 do length = call('RPUSH', key, unpack(items, i, math.min(i + 499, #items))) end
  return length
end

local function dropped(reason, n) if n > 0 then call('HINCRBY', P .. ':dropped', reason, n) end end

local function item_time(item) return tonumber(string.match(item, '^(-?[^|]*)|')) end
