-- A call was refused for what it may not do. ARGV: kind, whose conversation ('': it says nothing of one), why, time between
-- probes, how many different conversations in a row pause the kind.
-- Answers 0 only this conversation waits, 1 the kind is paused, 2 it was refused three times while others passed: its own failure.
-- @include shared/pauses

local kind, who, reason, every, most = unpack(ARGV, OWN)
local passed = tonumber(redis.call('HGET', KEYS[3], 'passed:' .. kind) or 0)
local times = 0
if who ~= '' then
  local known, then_passed = string.match(redis.call('HGET', KEYS[3], kind .. ':' .. who) or '', '^(%d+):(%d+)$')
  times = tonumber(known or 0)
  if not then_passed or tonumber(then_passed) < passed then times = times + 1 end
end
if times >= 3 then
  redis.call('HDEL', KEYS[3], kind .. ':' .. who)
  -- The probe told nothing: the next one may go at once.
  if p[kind .. ':since'] then set(kind .. ':probing', 0) set(kind .. ':probe_at', now) end
  result = 2
else
  if who ~= '' then
    redis.call('HSET', KEYS[3], kind .. ':' .. who, times .. ':' .. passed)
    redis.call('PEXPIRE', KEYS[3], 86400000)
  end
  local in_a_row = join(kind .. ':refused', who == '' and '-' or who)
  if p[kind .. ':since'] or in_a_row >= tonumber(most) then
    halt(kind, reason, tonumber(every))
    result = 1
  end
end

if dirty then save() end
return result
