-- The desk took a call. ARGV: kind, the conversation or ''.
-- @include shared/pauses

local kind, who = unpack(ARGV, OWN)
if next(p) then
  if p[kind .. ':refused'] then
    redis.call('HINCRBY', KEYS[3], 'passed:' .. kind, 1)
    redis.call('PEXPIRE', KEYS[3], 86400000)
  end
  if who ~= '' then redis.call('HDEL', KEYS[3], kind .. ':' .. who) end
  go_on('all') go_on(kind)
  forget(kind, ':refused', ':failed', ':by', ':began', ':last')
  set('ok', now)
  local out = false
  for _, each in ipairs(KINDS) do
    if p['outage:since'] and tripped(each) then out = true
    elseif at(each .. ':last') < now - 60000 then forget(each, ':failed', ':by', ':began', ':last') end
  end
  if out then set('outage:probe_at', now) set('outage:probing', 0)
  elseif p['outage:since'] then
    go_on('outage')
    forget('outage', ':began')
    set('recovered', now)
  end
  local rest = 0
  for _ in pairs(p) do rest = rest + 1 end
  if rest == 1 then redis.call('DEL', KEYS[2]) end
end

if dirty then save() end
return result
