-- wake: ARGV: what they wait for, how many, ms in which no others are woken. Answers the flush jobs to add.
-- @include shared/keys
-- @include shared/flushes

local kind, count, every = unpack(ARGV)
local key, opened, flush = P .. ':paused:' .. kind, flushes()
local sks = call('ZRANGE', key, 0, tonumber(count) - 1)
if #sks == 0 or not call('SET', key .. ':woken', now, 'NX', 'PX', every) then return opened end
for _, sk in ipairs(sks) do
  local h = session_key(sk)
  call('ZREM', key, sk)
  if call('HGET', h, 'pend') == '1' then
    flush(sk, call('HINCRBY', h, 'gen', 1))
    call('ZADD', P .. ':due', now, sk)
  end
end
return opened
