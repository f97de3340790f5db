-- What may not be posted now waits.
-- @include shared/keys
-- @include shared/lists
-- @include shared/generation
-- @include shared/kept

-- Where something is held back, so that QUIET_STATES=post after a restart lets it go.
local function mark_held(sk)
  call('ZADD', P .. ':held', now, sk)
end

-- Nothing may be posted now: what waits is owed, and is flushed as at the link when the conversation is open again.
local function park(sk, h, conv)
  local n = call('LLEN', h .. ':q')
  call('HSET', h, 'rush', n, 'bins', 1)
  if n > 0 then
    local c = conversation_key(conv)
    call('PERSIST', h .. ':q')
    call('HSET', c, 'keep', 1)
    call('PERSIST', c)
  end
  mark_held(sk)
  close(sk, h)
end

-- Only arrivals trim: keeps the first "owed" items, and of the others those that began within the window before "at".
local function trim(h, q, owed, at)
  local items, kept, gone, oldest = call('LRANGE', q, 0, -1), {}, {}, nil
  for i = 1, #items do
    local t = item_time(items[i])
    if i <= owed or (t and t >= at - WINDOW) then
      kept[#kept + 1] = items[i]
      if i > owed and (not oldest or t < oldest) then oldest = t end
    elseif t then gone[#gone + 1] = items[i] end
  end
  if #kept > owed + BUFFER_MAX then
    local cut = {}
    for i = 1, owed do cut[i] = kept[i] end
    for i = #kept - BUFFER_MAX + 1, #kept do cut[#cut + 1] = kept[i] end
    kept = cut
  end
  if #kept < #items then
    call('DEL', q)
    push_all(q, kept)
    dropped('before_link', #items - #kept)
    local f = read(h, 'conv', 'cnt', 'due_sum')
    if KEPT > 0 and f.conv and #gone > 0 then
      keep_untold(h, gone, f.cnt)
      if not f.due_sum then call('PEXPIRE', h .. ':u', TTL + TOUCH) end
    end
  end
  if oldest then call('HSET', h, 'old', oldest) else call('HDEL', h, 'old') end
end

-- Arrivals, at the time "at", of a session that may not post now: without a link, or held. They wait in its buffer, which they trim.
local function hold_back(h, items, owed, old, at)
  local q, oldest, scan = h .. ':q', tonumber(old or nil), false
  for i = 1, #items do
    local t = item_time(items[i])
    if not t then scan = true elseif not oldest or t < oldest then oldest = t end
  end
  local length = push_all(q, items)
  if scan or (oldest and oldest < at - WINDOW) or length > owed + BUFFER_MAX then trim(h, q, owed, at)
  elseif oldest and oldest ~= tonumber(old or nil) then call('HSET', h, 'old', oldest) end
  if owed > 0 then call('PERSIST', q) else call('PEXPIRE', q, LOOKBACK) end
end
