/**
 * bury: this note failed for good. It leaves the session with its items, and waits under its ref to be sent again by hand.
 * ARGV: session key, ref, owner, reason. Returns 1 and marks the dead-letter job as outstanding; 0 when fenced.
 */
export const bury = /* lua */ `
local sk, ref, owner, reason = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'ref', 'own', 'kind', 'n', 'conv', 'sid', 'rush', 'cnt', 'print', 'lk', 'uk', 'ek')
if f[1] ~= ref or f[2] ~= owner then return 0 end
local d, n, kind = P .. ':dead:' .. ref, tonumber(f[4]), f[3]
if kind == 'late' then
  call('HSET', d, 'reason', reason, 'print', f[9] or '')
  call('LPOP', h .. ':l')
else
  local items = kind == 'summary' and { call('GET', h .. ':t') } or call('LRANGE', h .. ':q', 0, n - 1)
  call('HSET', d, 'sk', sk, 'sid', f[6], 'conv', f[5], 'kind', kind, 'reason', reason, 'at', now, 'print', f[9] or '', 'items', table.concat(items, '\\n'))
  -- it may outlive its session: an erasure finds it by its own names
  local uk, ek, ct = f[11] or '', f[12] or '', call('HGET', conversation_key(f[5]), 'contact') or ''
  call('HSET', d, 'uk', uk, 'ek', ek, 'ct', ct, 'n', kind == 'actions' and n or 1)
  index_name('u', uk, 'd', ref) index_name('e', ek, 'd', ref) index_name('ct', ct, 'd', ref)
  call('LTRIM', h .. ':q', n, -1)
  local lk = tonumber(f[10] or 0)
  if kind == 'actions' and lk > 0 then call('HSET', d, 'link', 1) end
  link_items_left(h, lk, n)
  if kind == 'summary' then
    call('DEL', h .. ':t')
    call('HINCRBY', h, 'k', 1)
    call('HSET', h, 'base', f[8] or 0)
    call('HDEL', h, 'due_sum')
  end
  if kind ~= 'actions' then call('HDEL', h, 'cov_n', 'cov_a') end
end
-- the sweep ends its life, and counts it; the expiry is only for a deployment that is gone
call('ZADD', P .. ':dead', 'NX', now, ref)
call('PEXPIRE', d, TTL + 7 * DAY)
local rush = math.max(0, tonumber(f[7] or 0) - n)
if rush > 0 then call('HSET', h, 'rush', rush) else call('HDEL', h, 'rush', 'bins') end
call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait')
call('SADD', h .. ':b', ref)
call('ZADD', P .. ':effects', now + 10000, sk)
return 1`;

/** The dead-letter job of this ref exists. ARGV: session key, ref. */
export const buried = /* lua */ `
local sk, ref = unpack(ARGV)
local h = session_key(sk)
call('SREM', h .. ':b', ref)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1`;

/** Sends a dead note again, through its session, late. ARGV: session key, ref. Returns the generation to flush, 0 when one is open or held, -1 when the note is gone. */
export const exhume = /* lua */ `
local sk, ref = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'conv', 'pend', 'dead', 'gen')
if call('EXISTS', P .. ':dead:' .. ref) == 0 or not f[1] or f[3] then return -1 end
-- An unlink takes a dead letter out of its conversation: it goes where its session is linked now.
call('HSET', P .. ':dead:' .. ref, 'conv', f[1])
if not call('LPOS', h .. ':l', ref) then call('RPUSH', h .. ':l', ref) end
call('PERSIST', P .. ':dead:' .. ref)
keep(h)
if f[2] == '1' then return tonumber(f[4]) end
if held(f[1]) then mark_held(sk) return 0 end
return open(sk, h)`;

/** The conversation is gone: the session ends, its actions are dropped and counted. ARGV: session key, owner. */
export const endSession = /* lua */ `
local sk, owner = unpack(ARGV)
local h = session_key(sk)
if owner ~= '' and call('HGET', h, 'own') ~= owner then return 0 end
dropped('conversation_gone', call('LLEN', h .. ':q') + call('LLEN', h .. ':o'))
for _, ref in ipairs(call('LRANGE', h .. ':l', 0, -1)) do call('PEXPIRE', P .. ':dead:' .. ref, TTL) end
call('DEL', h .. ':q', h .. ':o', h .. ':u', h .. ':n', h .. ':r', h .. ':t', h .. ':l', h .. ':f', h .. ':s')
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':effects', sk)
call('HSET', h, 'dead', 1, 'cnt', 0)
call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'rush', 'bins', 'lk', 'due_sum', 'cov_n', 'cov_a', 'by')
close(sk, h)
return 1`;

/**
 * void: the text of this intent is gone, and it is not in the conversation: the session goes on without it. A due summary is written anew.
 * ARGV: session key, ref, owner. Returns 1, or 0 when fenced.
 */
export const voidIntent = /* lua */ `
local sk, ref, owner = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'ref', 'own')
if f[1] ~= ref or f[2] ~= owner then return 0 end
forget_intent(h, ref)
return 1`;
