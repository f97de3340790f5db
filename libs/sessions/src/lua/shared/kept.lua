-- Actions that are kept to be looked at.
-- @include shared/lists

-- Of ":u": in front of the posted actions that no summary covers ('cnt' of the session) stand those that are kept to be looked at.
local function told(h, count) return math.max(0, call('LLEN', h .. ':u') - tonumber(count or 0)) end

-- A session keeps its last KEPT actions, "count" of which no summary covers.
local function trim_told(h, count)
  local u, most = h .. ':u', math.max(KEPT, count)
  local length = call('LLEN', u)
  if length > most then call('LTRIM', u, length - most, -1) end
end

-- What led to the question was before them. A summary has told it.
local function keep_before(h)
  local u = h .. ':u'
  local room, before = KEPT - call('LLEN', u), {}
  for _, item in ipairs(room > 0 and call('LRANGE', h .. ':f', -room, -1) or {}) do table.insert(before, 1, item) end
  if #before > 0 then call('LPUSH', u, unpack(before)) end
  call('DEL', h .. ':f')
end

-- What a linked session did while nothing may be posted for it, and what is too old to be posted later: kept to be looked at.
local function keep_untold(h, items, count)
  local u, untold = h .. ':u', tonumber(count or 0)
  local last = untold > 0 and call('LRANGE', u, -untold, -1) or {}
  if #last > 0 then call('LTRIM', u, 0, -1 - #last) end
  push_all(u, items)
  push_all(u, last)
  trim_told(h, #last)
end
