-- hasten: an outage is over; sessions whose last try failed do not wait out their plan. Returns { sk, gen ... }.
-- @include shared/keys

local out = {}
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + 1000, '+inf', 'LIMIT', 0, 1000)) do
  local h = session_key(sk)
  local f = read(h, 'pend', 'tries', 'wait')
  if f.pend == '1' and f.wait and tonumber(f.tries or 0) > 0 then
    call('HDEL', h, 'wait')
    out[#out + 1] = sk
    out[#out + 1] = call('HINCRBY', h, 'gen', 1)
    call('ZADD', P .. ':due', now, sk)
  end
end
return out
