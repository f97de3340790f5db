/**
 * What pauses calls. A scope is `all` (the token is refused), a kind of call (`note`, `redaction`, `read`), or `outage`.
 *
 * Fields of `KEYS[2]`, which is not there while all is well: `<scope>:since`, `:reason`, `:probe_at`, `:probing` (until then a probe is
 * under way); of each kind what happened in a row, without a success of that kind in between: `<kind>:refused` (conversations, by lines),
 * `<kind>:failed` (transient failures), `:by` (up to three parties that met them), `:began`, `:last`; `outage:began` the first failure
 * of those that made the outage; `ok` the last success of any kind that was told; `recovered` when an outage ended, until it is asked for.
 * Fields of `KEYS[3]`: `passed:<kind>` how often a refusal was followed by a success, `<kind>:<conversation>` = `times:passed then`.
 */
export const PAUSES = `
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
  for line in string.gmatch(text or '', '[^\\n]+') do list[#list + 1] = line end
  return list
end

-- Adds who is new to a list that needs no more than three.
local function join(field, who)
  local list = lines(p[field])
  for _, known in ipairs(list) do if known == who then return #list end end
  if who == '' or #list >= PARTIES then return #list end
  list[#list + 1] = who
  set(field, table.concat(list, '\\n'))
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
`;

/** ARGV: 8 scope, 9 why, 10 time between probes. Again while paused: the probe failed. */
export const PAUSE = `
halt(ARGV[8], ARGV[9], tonumber(ARGV[10]))
`;

/**
 * A call was refused for what it may not do. ARGV: 8 kind, 9 whose conversation ('': it says nothing of one), 10 why, 11 time between
 * probes, 12 how many different conversations in a row pause the kind.
 * Answers 0 only this conversation waits, 1 the kind is paused, 2 it was refused three times while others passed: its own failure.
 */
export const REFUSED = `
local kind, who, reason, every, most = ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11]), tonumber(ARGV[12])
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
  if p[kind .. ':since'] or in_a_row >= most then
    halt(kind, reason, every)
    result = 1
  end
end
`;

/**
 * A transient failure. ARGV: 8 kind, 9 the conversation or '', 10 why, 11 time between probes in an outage.
 * Answers 1 when it is an outage's: nobody's fault, no attempt is spent.
 */
export const FAILED = `
local kind, who, reason, every = ARGV[8], ARGV[9], ARGV[10], tonumber(ARGV[11])
if at(kind .. ':last') < now - 600000 then forget(kind, ':failed', ':by', ':began') end
if not p[kind .. ':began'] then set(kind .. ':began', now) end
set(kind .. ':failed', at(kind .. ':failed') + 1)
set(kind .. ':last', now)
join(kind .. ':by', who)
if tripped(kind) and not p['outage:since'] then set('outage:began', at(kind .. ':began')) end
if tripped(kind) or p['outage:since'] then halt('outage', reason, every) end
result = standing(kind).outage and 1 or 0
`;

/** Intercom took a call. ARGV: 8 kind, 9 the conversation or ''. */
export const PASSED = `
local kind, who = ARGV[8], ARGV[9]
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
`;

/**
 * What the mover of paused sessions does now: [of those that wait to post, of those that wait to read: 0 nothing, 1 one of them tries,
 * 2 they go on; 1 when a plain read is to try; 1 when an outage ended since this was asked last].
 */
export const NEXT = `
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
`;
