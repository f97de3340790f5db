-- A 429: nothing goes out for a while. ARGV: 8 for how long, 9 why.
-- @include shared/window

local ms = tonumber(ARGV[8])
if ms > 0 then
  s.refused = s.refused + 1
  s.ban = math.max(s.ban, now + ms)
else
  s.prefused = s.prefused + 1
end
if s.limit > 0 then reckon() end
save()
if ms > 0 then redis.call('HSET', KEYS[1], 'why', ARGV[9]) end
return 0
