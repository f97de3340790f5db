-- Changes nothing. Answers by name: ban (until when, or 0), why (or nil), limit, taken, budget, pauses (a table of scope, reason, since).
-- @include shared/pauses

local limit = s.limit > 0 and math.min(s.limit, configured) or configured
local banned = now < s.ban
local pauses = { 'scope reason since' }
for _, scope in ipairs(SCOPES) do
  if p[scope .. ':since'] then
    for _, field in ipairs({ scope, p[scope .. ':reason'], p[scope .. ':since'] }) do pauses[#pauses + 1] = field end
  end
end
local why = banned and redis.call('HGET', KEYS[1], 'why')
return { 'ban', banned and s.ban or 0, 'why', why, 'limit', limit, 'taken', s.taken, 'budget', budget(), 'pauses', pauses }
