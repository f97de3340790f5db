-- What pauses calls. A scope is "all" (the token is refused), a kind of call ("note", "redaction", "read"), or "outage".
--
-- Fields of "KEYS[2]", which is not there while all is well: "<scope>:since", ":reason", ":probe_at", ":probing" (until then a probe is
-- under way); of each kind what happened in a row, without a success of that kind in between: "<kind>:refused" (conversations, by lines),
-- "<kind>:failed" (transient failures), ":by" (up to three parties that met them), ":began", ":last"; "outage:began" the first failure
-- of those that made the outage; "ok" the last success of any kind that was told; "recovered" when an outage ended, until it is asked for.
-- Fields of "KEYS[3]": "passed:<kind>" how often a refusal was followed by a success, "<kind>:<conversation>" = "times:passed then".
-- @include shared/window

local SCOPES, KINDS = {'all', 'outage', 'note', 'read', 'redaction'}, {'note', 'read', 'redaction'}
local IN_A_ROW, PARTIES = 5, 3
local p = {}
local flat = redis.call('HGETALL', KEYS[2])
for i = 1, #flat, 2 do p[flat[i]] = flat[i + 1] end

local function at(field) return tonumber(p[field] or 0) end
local function set(field, value) p[field] = tostring(value) redis.call('HSET', KEYS[2], field, value) end
local function forget(name, ...)
  for _, part in ipairs({...}) do
    if p[name .. part] then redis.call('HDEL', KEYS[2], name .. part) p[name .. part] = nil end
  end
end

local function lines(text)
  local list = {}
  for line in string.gmatch(text or '', '[^\n]+') do list[#list + 1] = line end
  return list
end

-- Adds who is new to a list that needs no more than three.
local function join(field, who)
  local list = lines(p[field])
  for _, known in ipairs(list) do if known == who then return #list end end
  if who == '' or #list >= PARTIES then return #list end
  list[#list + 1] = who
  set(field, table.concat(list, '\n'))
  return #list
end

local function tripped(kind) return at(kind .. ':failed') >= IN_A_ROW and #lines(p[kind .. ':by']) >= PARTIES end

-- Nothing got through since the failures began: an outage is taken to be of all kinds.
local function suspected() return p['outage:since'] and at('ok') < at('outage:began') end

-- The scopes that stand in the way of a kind of call.
local function standing(kind)
  local found = {}
  if p['all:since'] then found.all = true end
  if p[kind .. ':since'] then found[kind] = true end
  if p['outage:since'] and (suspected() or tripped(kind)) then found.outage = true end
  return found
end

local function halt(scope, reason, every)
  if not p[scope .. ':since'] then
    set(scope .. ':since', now)
    set(scope .. ':probe_at', now + every)
  end
  set(scope .. ':reason', reason)
  set(scope .. ':probing', 0)
end
local function go_on(scope) forget(scope, ':since', ':reason', ':probe_at', ':probing') end
local result = 0
