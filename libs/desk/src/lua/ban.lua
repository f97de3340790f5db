-- A 429: nothing goes out for a while. ARGV: for how long, why.
-- @include shared/window

local ms, why = unpack(ARGV, OWN)
ms = tonumber(ms)
if ms > 0 then
  s.refused = s.refused + 1
  s.ban = math.max(s.ban, now + ms)
else
  s.prefused = s.prefused + 1
end
if s.limit > 0 then reckon() end
save()
if ms > 0 then redis.call('HSET', KEYS[1], 'why', why) end
return 0
