/**
 * freeze: fixes, before the LLM is asked, which whole notes summary k covers. ARGV: session key, k.
 * Returns the items of the covered actions; empty when this summary is not due any more, its text is already stored, or nothing is left
 * of what it would tell: then it is void.
 */
export const freeze = /* lua */ `
local sk, k = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'due_sum', 'k', 'cov_a', 'dead')
if not f[1] or f[4] or (f[2] or '0') ~= k or call('EXISTS', h .. ':t') == 1 then return {} end
local actions = tonumber(f[3] or -1)
if actions < 0 then
  actions = 0
  local notes = call('LRANGE', h .. ':n', 0, -1)
  for _, note in ipairs(notes) do actions = actions + tonumber(string.match(note, '^[^|]*|(%d+)|')) end
  call('HSET', h, 'cov_n', #notes, 'cov_a', actions)
end
local items = actions > 0 and call('LRANGE', h .. ':u', 0, actions - 1) or {}
if #items == 0 then
  call('DEL', h .. ':n')
  call('HSET', h, 'cnt', 0)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'base')
  if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
  return {}
end
call('ZADD', P .. ':effects', now + 60000, sk)
return items`;

/** Stores the prose of summary k, for the flush job to post. ARGV: session key, k, prose. Returns the generation to flush, or 0. */
export const storeSummary = /* lua */ `
local sk, k, text = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'due_sum', 'k', 'pend', 'conv', 'dead', 'gen')
if not f[1] or f[5] or (f[2] or '0') ~= k then return 0 end
if not call('SET', h .. ':t', text, 'NX') and f[3] == '1' then return tonumber(f[6]) end
if f[3] == '1' or held(f[4]) then return 0 end
return open(sk, h)`;

/** A part is redacted (or was not there to redact). ARGV: session key, part id. */
export const redacted = /* lua */ `
local sk, part = unpack(ARGV)
local h = session_key(sk)
call('SREM', h .. ':r', part)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1`;
