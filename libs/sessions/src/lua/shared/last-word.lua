-- The last word before the HTTP call. may_post: 1 = yes; 0 = another run owns the session, or the intent is settled; -1 = the conversation
-- was closed or snoozed meanwhile, and the session is held. armed: from now on the note may be stored, with this print.
-- @include shared/keys
-- @include shared/pace
-- @include shared/holding

local function may_post(sk, ref, owner)
  local h = session_key(sk)
  local f = call('HMGET', h, 'ref', 'own', 'conv', 'dead', 'pend')
  if f[1] ~= ref or f[2] ~= owner or f[4] or f[5] ~= '1' then return 0 end
  if not held(f[3]) then return 1 end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print')
  park(sk, h, f[3])
  return -1
end

local function armed(sk, ref, owner, print)
  call('HSET', session_key(sk), 'sent', now, 'settled', now + SETTLE, 'print', print)
  call('ZADD', P .. ':due', now + SETTLE, sk)
end
