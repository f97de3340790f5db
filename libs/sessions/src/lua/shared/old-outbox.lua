-- What version 0.1.0 left.
-- @include shared/lists
-- @include shared/holding

-- Version 0.1.0 kept what it had admitted in an outbox, ":o", named in ":admitted", until a writer appended it. Moves it into the
-- buffer, in the order of admission and as of the time of admission. Returns how many items moved.
local function take_outbox(sk, h, conv, waits)
  if call('EXISTS', P .. ':admitted') == 0 then return 0 end
  local at = math.min(now, tonumber(call('ZSCORE', P .. ':admitted', sk) or now))
  call('ZREM', P .. ':admitted', sk)
  local items = call('LRANGE', h .. ':o', 0, -1)
  if #items == 0 then return 0 end
  call('DEL', h .. ':o')
  local f = read(h, 'start', 'dead', 'rush', 'old')
  if not f.start or f.dead then
    dropped(f.dead and 'conversation_gone' or 'before_link', #items)
    return 0
  end
  if waits then hold_back(h, items, conv and tonumber(f.rush or 0) or 0, f.old, at) else push_all(h .. ':q', items) end
  return #items
end
