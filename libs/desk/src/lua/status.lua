-- Answers [ban until or 0, why | nil, limit, taken, budget, then scope, reason, since of each pause]; changes nothing.
-- @include shared/pauses

local limit = s.limit > 0 and math.min(s.limit, configured) or configured
local banned = now < s.ban
local out = {banned and s.ban or 0, banned and redis.call('HGET', KEYS[1], 'why'), limit, s.taken, budget()}
for _, scope in ipairs(SCOPES) do
  if p[scope .. ':since'] then
    for _, field in ipairs({scope, p[scope .. ':reason'], p[scope .. ':since']}) do out[#out + 1] = field end
  end
end
return out
