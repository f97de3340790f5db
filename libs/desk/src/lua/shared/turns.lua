-- Takes turns for up to "wanted" calls. "share": of the budget, in thousandths; "every", "outage_every": time between probes.
-- Returns 1 taken | 2 taken as the probe | 0 window spent | -1 banned | -2 paused | -3 paused, a probe is under way; ms to wait; how many.
-- @include shared/window
-- @include shared/pauses

local function turns(share, kind, every, outage_every, wanted)
  local n, probe = wanted, false
  for scope in pairs(standing(kind)) do
    if now < at(scope .. ':probing') then return -3, 0, 0 end
    local due = at(scope .. ':probe_at')
    if now < due then return -2, due - now, 0 end
    -- A note that fails once more would have to settle once more: first something that cannot be stored twice gets through.
    if scope == 'outage' and kind == 'note' and suspected() then return -2, 0, 0 end
    n, probe = 1, true
  end
  if now < s.ban then return -1, s.ban - now, 0 end
  local left = s.start + win - now
  local room = math.max(1, math.floor(budget() * share / 1000)) - s.taken
  if room < 1 then
    -- While some of the window is held back for others, one call a quarter looks whether they still want it.
    local look = math.max(s.seen, s.start, s.look) + math.floor(win / 4)
    if s.carry <= s.foreign or s.taken >= spendable(math.min(configured, s.limit)) - s.foreign then return 0, left, 0 end
    if now < look then return 0, math.min(left, look - now), 0 end
    s.look, dirty, room = now, true, 1
  end
  n = math.min(n, room)
  if left <= math.min(100, win / 10) then
    local limit = s.limit > 0 and s.limit or configured
    n = math.min(n, math.floor((limit - spendable(limit)) / 2) - s.edge)
    if n < 1 then return 0, left, 0 end
    s.edge, dirty = s.edge + n, true
  end
  s.taken = s.taken + n
  if dirty then save() dirty = false else redis.call('HINCRBY', KEYS[1], 'taken', n) end
  if not probe then return 1, 0, n end
  for scope in pairs(standing(kind)) do
    local pause = scope == 'outage' and outage_every or every
    set(scope .. ':probe_at', now + pause)
    set(scope .. ':probing', now + math.floor(pause * 0.6))
  end
  return 2, 0, 1
end

-- Answers by name: code, wait (ms), given (how many), as "turns"; amiss: whether successes are to be told: 0 no, 1 now and then, 2 this one.
local function took(code, wait, given, amiss) return { 'code', code, 'wait', wait, 'given', given, 'amiss', amiss } end

-- Returns how many got theirs, too.
local function take(share, kind, every, outage_every, wanted)
  local code, wait, given = turns(tonumber(share), kind, tonumber(every), tonumber(outage_every), wanted)
  if dirty then save() end
  local own = p[kind .. ':refused'] or p[kind .. ':failed']
  return took(code, math.max(0, wait), given, own and 2 or next(p) and 1 or 0), given
end
