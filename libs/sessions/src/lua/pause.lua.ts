/**
 * Sessions that wait because calls are paused. They have no job, so that thousands of them cost nothing: they stand in
 * `:paused:note` (to post) or `:paused:read` (to look for their note), in the order in which they were stopped, and keep their open
 * generation; whoever wakes one opens the next.
 *
 * park: ARGV: session key, owner, what it waits for, what the attempt left behind (see know). Returns 1, or 0 when another run owns
 * the session.
 */
export const park = /* lua */ `
local sk, owner, kind, outcome = unpack(ARGV)
local h = session_key(sk)
if call('HGET', h, 'own') ~= owner then return 0 end
know(h, outcome)
call('HDEL', h, 'wait')
call('ZREM', P .. ':due', sk)
call('ZADD', P .. ':paused:' .. kind, 'NX', now, sk)
return 1`;

/**
 * wake: ARGV: what they wait for, how many, ms in which no others are woken. Returns { sk, gen ... }: the caller adds these flush jobs.
 * A kill before that loses nothing: they are due.
 */
export const wake = /* lua */ `
local kind, count, every = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local key, out = P .. ':paused:' .. kind, {}
local sks = call('ZRANGE', key, 0, count - 1)
if #sks == 0 or not call('SET', key .. ':woken', now, 'NX', 'PX', every) then return out end
for _, sk in ipairs(sks) do
  local h = session_key(sk)
  call('ZREM', key, sk)
  if call('HGET', h, 'pend') == '1' then
    out[#out + 1] = sk
    out[#out + 1] = call('HINCRBY', h, 'gen', 1)
    call('ZADD', P .. ':due', now, sk)
  end
end
return out`;

/** hasten: an outage is over; sessions whose last try failed do not wait out their plan. Returns { sk, gen ... }. */
export const hasten = /* lua */ `
local out = {}
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + 1000, '+inf', 'LIMIT', 0, 1000)) do
  local h = session_key(sk)
  local f = call('HMGET', h, 'pend', 'tries', 'wait')
  if f[1] == '1' and f[3] and tonumber(f[2] or 0) > 0 then
    call('HDEL', h, 'wait')
    out[#out + 1] = sk
    out[#out + 1] = call('HINCRBY', h, 'gen', 1)
    call('ZADD', P .. ':due', now, sk)
  end
end
return out`;

export const longestPaused = /* lua */ `
local sk = call('ZRANGE', P .. ':paused:read', 0, 0)[1] or call('ZRANGE', P .. ':paused:note', 0, 0)[1]
return sk and call('HGET', session_key(sk), 'conv')`;
