-- dead-letter: this note failed for good. It leaves the session with its items, and waits under its ref to be sent again by hand.
-- ARGV: session key, ref, owner, reason. Returns 1 and marks the dead-letter job as outstanding; 0 when fenced.
-- @include shared/keys
-- @include shared/intent
-- @include shared/names

local sk, ref, owner, reason = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'ref', 'own', 'kind', 'n', 'conv', 'sid', 'rush', 'cnt', 'print', 'lk', 'uk', 'ek')
if f.ref ~= ref or f.own ~= owner then return 0 end
local d, n, kind = P .. ':dead:' .. ref, tonumber(f.n), f.kind
if kind == 'late' then
  call('HSET', d, 'reason', reason, 'print', f.print or '')
  call('LPOP', h .. ':l')
else
  local items = kind == 'summary' and { call('GET', h .. ':t') } or call('LRANGE', h .. ':q', 0, n - 1)
  call('HSET', d, 'sk', sk, 'sid', f.sid, 'conv', f.conv, 'kind', kind, 'reason', reason, 'at', now, 'print', f.print or '', 'items', table.concat(items, '\n'))
  -- it may outlive its session: an erasure finds it by its own names
  local uk, ek, ct = f.uk or '', f.ek or '', call('HGET', conversation_key(f.conv), 'contact') or ''
  call('HSET', d, 'uk', uk, 'ek', ek, 'ct', ct, 'n', kind == 'actions' and n or 1)
  index_name('u', uk, 'd', ref) index_name('e', ek, 'd', ref) index_name('ct', ct, 'd', ref)
  call('LTRIM', h .. ':q', n, -1)
  local lk = tonumber(f.lk or 0)
  if kind == 'actions' and lk > 0 then call('HSET', d, 'link', 1) end
  link_items_left(h, lk, n)
  if kind == 'summary' then
    call('DEL', h .. ':t')
    call('HINCRBY', h, 'k', 1)
    call('HSET', h, 'base', f.cnt or 0)
    call('HDEL', h, 'due_sum')
  end
  if kind ~= 'actions' then call('HDEL', h, 'cov_n', 'cov_a') end
end
-- the sweep ends its life, and counts it; the expiry is only for a deployment that is gone
call('ZADD', P .. ':dead', 'NX', now, ref)
call('PEXPIRE', d, TTL + 7 * DAY)
local rush = math.max(0, tonumber(f.rush or 0) - n)
if rush > 0 then call('HSET', h, 'rush', rush) else call('HDEL', h, 'rush', 'bins') end
call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait')
call('SADD', h .. ':b', ref)
call('ZADD', P .. ':effects', now + 10000, sk)
return 1
