-- What the mover of paused sessions does now. Answers by name: note and read (those that wait to post, and to read: 'stay', 'one' of them
-- tries, they 'go' on), call (1 when a plain read is to try), recovered (1 when an outage ended since this was asked last).
-- @include shared/pauses

local function due(scope) return now >= at(scope .. ':probe_at') and now >= at(scope .. ':probing') end
local function step(kind)
  local scopes = standing(kind)
  if not next(scopes) then return 'go' end
  if scopes.all or (scopes.outage and (kind == 'read' or suspected())) then return 'stay' end
  for scope in pairs(scopes) do if not due(scope) then return 'stay' end end
  return 'one'
end
local call = (p['all:since'] and due('all')) or (p['outage:since'] and (suspected() or tripped('read')) and due('outage'))
result = { 'note', step('note'), 'read', step('read'), 'call', call and 1 or 0, 'recovered', p['recovered'] and 1 or 0 }
forget('recovered', '')
if p['ok'] and not next(p, next(p)) then redis.call('DEL', KEYS[2]) end

if dirty then save() end
return result
