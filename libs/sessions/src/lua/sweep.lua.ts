/**
 * The second net: finds what a killed process left between two steps.
 * sweepOutboxes: sessions with an outbox of version 0.1.0. Returns session keys.
 */
export const sweepOutboxes = /* lua */ `
return call('ZRANGE', P .. ':admitted', 0, 499)`;

/**
 * sweepDue: sessions with an open generation past their planned time by 5 s or more, in pages. ARGV: how many to pass over.
 * Returns how many to pass over for the next page (-1: this was the last), then { session key, generation, event id or '', ms overdue } each.
 * A time further ahead than a wait can be was planned by a clock that has been set back: it is over.
 */
export const sweepDue = /* lua */ `
local PAGE, skip = 500, tonumber(ARGV[1])
if skip == 0 then
  for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + LONGEST, '+inf', 'LIMIT', 0, PAGE)) do call('ZADD', P .. ':due', now - 5000, sk) end
end
local page = call('ZRANGEBYSCORE', P .. ':due', '-inf', now - 5000, 'WITHSCORES', 'LIMIT', skip, PAGE)
local out = { #page < 2 * PAGE and -1 or skip }
for i = 1, #page, 2 do
  local sk = page[i]
  local f = call('HMGET', session_key(sk), 'pend', 'gen', 'job')
  if f[1] ~= '1' then call('ZREM', P .. ':due', sk)
  else
    local event = string.gsub(f[3] or '', '.', function(c) return string.format('%02x', string.byte(c)) end)
    out[#out + 1] = { sk, tonumber(f[2]), event, now - tonumber(page[i + 1]) }
    if out[1] >= 0 then out[1] = out[1] + 1 end
  end
end
return out`;

/** reopen: the next generation, which fences whatever still runs of this one. ARGV: session key, generation. Returns it, or 0 when another is current. */
export const reopen = /* lua */ `
local sk, gen = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'pend', 'gen')
if f[1] ~= '1' or f[2] ~= gen then return 0 end
call('HDEL', h, 'job')
call('ZADD', P .. ':due', now, sk)
return call('HINCRBY', h, 'gen', 1)`;

/**
 * sweepHeld: with QUIET_STATES=post nothing is held: opens what was held before a restart. Returns { session key, generation ... }. Else
 * it forgets sessions that have expired meanwhile.
 */
export const sweepHeld = /* lua */ `
if HOLD then
  for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':held', '-inf', now - TTL - TOUCH, 'LIMIT', 0, 500)) do
    if call('EXISTS', session_key(sk)) == 1 then call('ZADD', P .. ':held', now, sk) else call('ZREM', P .. ':held', sk) end
  end
  return {}
end
local opened = {}
for _, sk in ipairs(call('ZRANGE', P .. ':held', 0, 499)) do
  local conv = call('HGET', session_key(sk), 'conv')
  if not conv or not held(conv) then
    call('ZREM', P .. ':held', sk)
    local gen = conv and release(sk, conv) or 0
    if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end
  else call('ZADD', P .. ':held', now, sk) end
end
return opened`;

/** sweepEffects: outstanding redactions, summaries and dead-letter jobs. Returns { { sk, conversation, summary number or -1, { part ids }, { dead refs } } ... }. */
export const sweepEffects = /* lua */ `
local out = {}
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', now + LONGEST, '+inf', 'LIMIT', 0, 200)) do call('ZADD', P .. ':effects', now, sk) end
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', '-inf', now, 'LIMIT', 0, 200)) do
  local h = session_key(sk)
  local f = call('HMGET', h, 'due_sum', 'k', 'conv', 'dead')
  if f[4] or not unfinished(sk, h) then
    call('ZREM', P .. ':effects', sk)
    let_go(sk, h)
  else
    call('ZADD', P .. ':effects', now + 60000, sk)
    local summary = (f[1] and call('EXISTS', h .. ':t') == 0) and tonumber(f[2] or 0) or -1
    out[#out + 1] = { sk, f[3] or '', summary, call('SMEMBERS', h .. ':r'), call('SMEMBERS', h .. ':b') }
  end
end
return out`;

/** sweepNames: a 256th of the index of names per call; entries of what is gone go too. Returns how many went. */
export const sweepNames = /* lua */ `
local key = P .. ':names:' .. string.format('%02x', math.floor(now / 5000) % 256)
local entries, kept = call('LRANGE', key, 0, -1), {}
local keys = { s = ':s:', c = ':c:', d = ':dead:' }
for i = 1, #entries do
  local of, target = entry_target(entries[i])
  if keys[of] and call('EXISTS', P .. keys[of] .. target) == 1 then kept[#kept + 1] = entries[i] end
end
if #kept < #entries then
  call('DEL', key)
  push_all(key, kept)
end
return #entries - #kept`;

/**
 * sweepDead: dead letters that nobody sent again for as long as they are kept. They go, and their actions are counted as lost, in
 * all and in their session.
 * Returns { ref, actions ... }.
 */
export const sweepDead = /* lua */ `
local out = {}
for _, ref in ipairs(call('ZRANGEBYSCORE', P .. ':dead', '-inf', now - TTL, 'LIMIT', 0, 200)) do
  local d = P .. ':dead:' .. ref
  local f = call('HMGET', d, 'uk', 'ek', 'ct', 'n', 'sk')
  if call('PTTL', d) == -1 then
    -- it is to be sent again just now
    call('ZADD', P .. ':dead', now, ref)
  else
    forget_name('u', f[1], 'd', ref) forget_name('e', f[2], 'd', ref) forget_name('ct', f[3], 'd', ref)
    dropped('dead_letter_expired', tonumber(f[4] or 1))
    if f[5] and call('EXISTS', session_key(f[5])) == 1 then call('HINCRBY', session_key(f[5]), 'xd', f[4] or 1) end
    call('DEL', d)
    call('ZREM', P .. ':dead', ref)
    out[#out + 1] = ref
    out[#out + 1] = tonumber(f[4] or 1)
  end
end
return out`;
