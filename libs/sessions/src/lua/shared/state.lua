-- Sets a conversation's state when it is newer than the known one, and releases the sessions that were held.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/old-outbox
-- @include shared/conversation

local function release(sk, conv)
  local h = session_key(sk)
  local f = read(h, 'pend', 'dead')
  if f.pend == '1' or f.dead or (call('EXISTS', h) == 0) then return 0 end
  take_outbox(sk, h, conv, true)
  local n = call('LLEN', h .. ':q')
  if n == 0 and call('EXISTS', h .. ':t') == 0 and call('EXISTS', h .. ':l') == 0 then return 0 end
  if n > 0 then call('HSET', h, 'rush', n, 'bins', 1) call('PERSIST', h .. ':q') call('HDEL', h, 'old') end
  return open(sk, h)
end

local function apply_state(conv, state, at, flush)
  if state == '' then return end
  local c = conversation_key(conv)
  local f = read(c, 'state', 'at')
  if f.at and tonumber(f.at) > at then return end
  call('HSET', c, 'state', state, 'at', at)
  local muted = call('HEXISTS', c, 'mute') == 1
  if state == 'open' and not muted then call('HDEL', c, 'keep') end
  touch_conversation(conv, TTL)
  if state == 'open' and not muted and (f.state == 'closed' or f.state == 'snoozed') then
    for _, sk in ipairs(sessions_of(conv)) do
      call('ZREM', P .. ':held', sk)
      flush(sk, release(sk, conv))
    end
  end
end

-- The user writes: what waits for quiet is posted at once. A note under way is followed by it; a run that only waits is replaced.
local function hurry(conv, flush)
  if held(conv) then return end
  for _, sk in ipairs(sessions_of(conv)) do
    local h = session_key(sk)
    local f = read(h, 'pend', 'dead', 'ref', 'wait', 'rush', 'gen')
    local at_once = not f.ref and tonumber(f.rush or 0) > 0
    if f.pend == '1' and not f.dead and not at_once and call('EXISTS', h .. ':q') == 1 then
      call('HSET', h, 'soon', 1)
      if not f.ref and tonumber(f.wait or 0) <= now then flush(sk, open(sk, h, f.gen)) end
    end
  end
end
