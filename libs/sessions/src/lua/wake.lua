-- wake: ARGV: what they wait for, how many, ms in which no others are woken. Returns { sk, gen ... }: the caller adds these flush jobs.
-- A kill before that loses nothing: they are due.
-- @include shared/keys

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
return out
