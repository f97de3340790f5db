/**
 * The second net: finds what a killed process left between two steps.
 * sweepAdmitted: sessions whose outbox was not appended for 5 s. Returns session keys.
 */
export const sweepAdmitted = /* lua */ `
return call('ZRANGEBYSCORE', P .. ':admitted', '-inf', now - 5000, 'LIMIT', 0, 500)`;

/**
 * sweepDue: sessions with an open generation past their planned time. After 5 s the same flush job is added again (a no-op while it
 * exists); after 15 s the next generation is opened, which fences the old one. Returns { sk, gen ... }.
 */
export const sweepDue = /* lua */ `
local out = {}
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', '-inf', now - 5000, 'LIMIT', 0, 500)) do
  local h = session_key(sk)
  local f = call('HMGET', h, 'pend', 'gen')
  if f[1] ~= '1' then call('ZREM', P .. ':due', sk)
  else
    local gen = tonumber(f[2])
    if tonumber(call('ZSCORE', P .. ':due', sk)) < now - 15000 then
      gen = call('HINCRBY', h, 'gen', 1)
      call('ZADD', P .. ':due', now, sk)
    end
    out[#out + 1] = sk
    out[#out + 1] = gen
  end
end
return out`;

/** sweepEffects: outstanding redactions, summaries and dead-letter jobs. Returns { { sk, conversation, summary number or -1, { part ids }, { dead refs } } ... }. */
export const sweepEffects = /* lua */ `
local out = {}
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', '-inf', now, 'LIMIT', 0, 200)) do
  local h = session_key(sk)
  local f = call('HMGET', h, 'due_sum', 'k', 'conv', 'dead')
  if f[4] or not f[3] or not unfinished(sk, h) then
    call('ZREM', P .. ':effects', sk)
    let_go(sk, h)
  else
    call('ZADD', P .. ':effects', now + 60000, sk)
    local summary = (f[1] and call('EXISTS', h .. ':t') == 0) and tonumber(f[2] or 0) or -1
    out[#out + 1] = { sk, f[3], summary, call('SMEMBERS', h .. ':r'), call('SMEMBERS', h .. ':b') }
  end
end
return out`;
