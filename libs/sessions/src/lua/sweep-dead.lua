-- sweepDead: dead letters that nobody sent again for as long as they are kept. They go, and their actions are counted as lost, in
-- all and in their session.
-- Answers a table of ref and actions (how many were lost).
-- @include shared/keys
-- @include shared/lists
-- @include shared/names

local out = { 'ref actions' }
for _, ref in ipairs(call('ZRANGEBYSCORE', P .. ':dead', '-inf', now - TTL, 'LIMIT', 0, 200)) do
  local d = P .. ':dead:' .. ref
  local f = read(d, 'uk', 'ek', 'ct', 'n', 'sk')
  if call('PTTL', d) == -1 then
    -- it is to be sent again just now
    call('ZADD', P .. ':dead', now, ref)
  else
    forget_name('u', f.uk, 'd', ref) forget_name('e', f.ek, 'd', ref) forget_name('ct', f.ct, 'd', ref)
    dropped('dead_letter_expired', tonumber(f.n or 1))
    if f.sk and call('EXISTS', session_key(f.sk)) == 1 then call('HINCRBY', session_key(f.sk), 'xd', f.n or 1) end
    call('DEL', d)
    call('ZREM', P .. ':dead', ref)
    out[#out + 1] = ref
    out[#out + 1] = tonumber(f.n or 1)
  end
end
return out
