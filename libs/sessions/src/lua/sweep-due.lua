-- sweepDue: sessions with an open generation past their planned time by 5 s or more, in pages. ARGV: how many to pass over.
-- Answers by name: next (how many to pass over for the next page; -1: this was the last), due (a table of sessionKey, generation, eventId
-- or '', overdueMs).
-- A time further ahead than a wait can be was planned by a clock that has been set back: it is over.
-- @include shared/keys

local PAGE, skip = 500, tonumber((unpack(ARGV)))
if skip == 0 then
  for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + LONGEST, '+inf', 'LIMIT', 0, PAGE)) do call('ZADD', P .. ':due', now - 5000, sk) end
end
local page = call('ZRANGEBYSCORE', P .. ':due', '-inf', now - 5000, 'WITHSCORES', 'LIMIT', skip, PAGE)
local after, due = #page < 2 * PAGE and -1 or skip, { 'sessionKey generation eventId overdueMs' }
for i = 1, #page, 2 do
  local sk = page[i]
  local f = read(session_key(sk), 'pend', 'gen', 'job')
  if f.pend ~= '1' then call('ZREM', P .. ':due', sk)
  else
    local event = string.gsub(f.job or '', '.', function(c) return string.format('%02x', string.byte(c)) end)
    for _, value in ipairs({ sk, tonumber(f.gen), event, now - tonumber(page[i + 1]) }) do due[#due + 1] = value end
    if after >= 0 then after = after + 1 end
  end
end
return { 'next', after, 'due', due }
