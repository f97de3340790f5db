-- The link of a session.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding
-- @include shared/old-outbox
-- @include shared/conversation
-- @include shared/names

-- The first link of a session is sticky. All that is in the buffer now is owed at once, as one binned note. Returns the generation, or 0.
-- An anonymous session is from then on the contact's: what another user does under its session id is another session.
local function link(sk, h, conv, how, contact)
  call('HSET', h, 'conv', conv)
  if contact and contact ~= '' then call('HSETNX', h, 'uk', contact) end
  call('HSET', conversation_key(conv), 's:' .. sk, now .. '|' .. link_code(how))
  local f = read(h, 'uk', 'ek')
  index_session(sk, f.uk, f.ek)
  stop_waiting(conv)
  take_outbox(sk, h, nil, true)
  call('PERSIST', h .. ':q')
  call('HDEL', h, 'old', 'hint')
  touch(h, conv)
  local n = call('LLEN', h .. ':q')
  if n > 0 then
    keep(h)
    if KEEP_LINK then call('HSET', h, 'lk', n) end
  end
  if held(conv) then park(sk, h, conv) return 0 end
  if n == 0 then return 0 end
  call('HSET', h, 'rush', n, 'bins', 1)
  return open(sk, h)
end
