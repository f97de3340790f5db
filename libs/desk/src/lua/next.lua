-- What the mover of paused sessions does now: [of those that wait to post, of those that wait to read: 0 nothing, 1 one of them tries,
-- 2 they go on; 1 when a plain read is to try; 1 when an outage ended since this was asked last].
-- @include shared/pauses

local function due(scope) return now >= at(scope .. ':probe_at') and now >= at(scope .. ':probing') end
local function step(kind)
  local scopes = standing(kind)
  if not next(scopes) then return 2 end
  if scopes.all or (scopes.outage and (kind == 'read' or suspected())) then return 0 end
  for scope in pairs(scopes) do if not due(scope) then return 0 end end
  return 1
end
local call = (p['all:since'] and due('all')) or (p['outage:since'] and (suspected() or tripped('read')) and due('outage'))
result = { step('note'), step('read'), call and 1 or 0, p['recovered'] and 1 or 0 }
forget('recovered', '')
if p['ok'] and not next(p, next(p)) then redis.call('DEL', KEYS[2]) end

if dirty then save() end
return result
