-- The last word before the HTTP call. may_post: 1 = yes; 0 = another run owns the session, or the intent is settled; -1 = the conversation
-- was closed or snoozed meanwhile, and the session is held. armed: from now on the note may be stored, with this print.
-- @include shared/keys
-- @include shared/pace
-- @include shared/holding

local function may_post(sk, ref, owner)
  local h = session_key(sk)
  local f = read(h, 'ref', 'own', 'conv', 'dead', 'pend')
  if f.ref ~= ref or f.own ~= owner or f.dead or f.pend ~= '1' then return 0 end
  if not held(f.conv) then return 1 end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print')
  park(sk, h, f.conv)
  return -1
end

local function armed(sk, ref, owner, print)
  call('HSET', session_key(sk), 'sent', now, 'settled', now + SETTLE, 'print', print)
  call('ZADD', P .. ':due', now + SETTLE, sk)
end
