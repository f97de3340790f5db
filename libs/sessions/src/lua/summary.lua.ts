/**
 * freeze: fixes, before the LLM is asked, which whole notes summary k covers: the oldest, with as many actions as its prompt holds; a rolling
 * one leaves the newest note, unless it holds most of them. ARGV: session key, k. Returns { items of the covered actions, items of what led to the question, the summary before (rolling) or '' }; the
 * first is empty when this summary is not due any more, its text is already stored, or nothing is left
 * of what it would tell: then it is void.
 */
export const freeze = /* lua */ `
local sk, k = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'due_sum', 'k', 'cov_a', 'dead', 'cnt')
if not f[1] or f[4] or (f[2] or '0') ~= k or call('EXISTS', h .. ':t') == 1 then return { {}, {}, '' } end
local actions = tonumber(f[3] or -1)
if actions < 0 then
  local notes, newest, all = 0, 0, true
  actions = 0
  for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
    local count = tonumber(string.match(note, '^[^|]*|(%d+)|'))
    if notes > 0 and actions + count > COVERED_MAX then all = false break end
    notes, actions, newest = notes + 1, actions + count, count
  end
  -- Rolling: the newest note stays for the agent, who may be reading it; it has had its part in what made this summary due.
  if ROLLING and not MUTE and all and (actions - newest) * 2 >= THRESHOLD then
    notes, actions = notes - 1, actions - newest
    call('HSET', h, 'base', newest)
  else call('HDEL', h, 'base') end
  call('HSET', h, 'cov_n', notes, 'cov_a', actions)
end
local first = told(h, f[5])
local items = actions > 0 and call('LRANGE', h .. ':u', first, first + actions - 1) or {}
if #items == 0 then
  call('DEL', h .. ':n')
  call('HSET', h, 'cnt', 0)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'base')
  if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
  return { {}, {}, '' }
end
call('ZADD', P .. ':effects', now + 60000, sk)
return { items, call('LRANGE', h .. ':f', 0, -1), ROLLING and call('GET', h .. ':s') or '' }`;

/**
 * summariseNow: somebody asks for a summary of what none covers yet. ARGV: session key. Returns 'nothing' (there is nothing to tell), 'due' (one
 * is being written already), or 'asked' and the number of the summary whose job the caller adds; after a kill before that the sweep does.
 */
export const summariseNow = /* lua */ `
local h = session_key(ARGV[1])
local f = call('HMGET', h, 'conv', 'dead', 'due_sum', 'cnt', 'k')
if not f[1] or f[2] then return { 'nothing' } end
if f[3] then return { 'due' } end
if tonumber(f[4] or 0) == 0 or call('EXISTS', h .. ':u', h .. ':n') < 2 then return { 'nothing' } end
call('HSET', h, 'due_sum', 1)
call('HDEL', h, 'base')
keep(h)
call('PERSIST', h .. ':u') call('PERSIST', h .. ':n')
call('ZADD', P .. ':effects', now + 10000, ARGV[1])
return { 'asked', tonumber(f[5] or 0) }`;

/** Stores summary k, for the flush job to post. ARGV: session key, k, summary, who wrote it (`rules`: nothing is redacted). Returns the generation to flush, or 0. */
export const storeSummary = /* lua */ `
local sk, k, text, by = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'due_sum', 'k', 'pend', 'conv', 'dead', 'gen')
if not f[1] or f[5] or (f[2] or '0') ~= k then return 0 end
if call('SET', h .. ':t', text, 'NX') then call('HSET', h, 'by', by) elseif f[3] == '1' then return tonumber(f[6]) end
if f[3] == '1' then return 0 end
if held(f[4]) then mark_held(sk) return 0 end
return open(sk, h)`;

/** A part is redacted (or was not there to redact); an erasure does not owe it any more. ARGV: session key ('' for an erasure's), part id. */
export const redacted = /* lua */ `
local sk, part = unpack(ARGV)
call('HDEL', P .. ':owed', part)
if sk == '' then return 1 end
local h = session_key(sk)
call('SREM', h .. ':r', part)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1`;

/**
 * redactable: whether a part may be redacted, by what is recorded. ARGV: session key ('' for an erasure's), part id, its conversation.
 * 1: a posted summary covers it, it is a second copy of ours, or an erasure owes it; 0: it is pending and REDACT is off, so it is dropped
 * here; -1: nobody recorded it, or not for this conversation.
 */
export const redactable = /* lua */ `
local sk, part, conv = unpack(ARGV)
if call('HEXISTS', P .. ':owed', part) == 1 then return 1 end
local h = session_key(sk)
if sk == '' or call('SISMEMBER', h .. ':r', part) == 0 or call('HGET', h, 'conv') ~= conv then return -1 end
if REDACT then return 1 end
call('SREM', h .. ':r', part)
call('RPUSH', h .. ':p', part)
call('PEXPIRE', h .. ':p', TTL + TOUCH)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 0`;
