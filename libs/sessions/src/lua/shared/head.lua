-- What every session script begins with: the prefix of all keys, the settings, the clock.
-- KEYS: 1 the prefix, a key that never exists, from which all names are built; 2 the mark of the product, which always exists: a Cluster
-- whose slot moves answers TRYAGAIN to such a pair, and never runs half a script. ARGV: the last is the settings as JSON, the same in all processes.
-- Redis' own clock, so that workers with wrong clocks agree. A script is one step: after a kill all of it is there, or nothing.

local P = KEYS[1]
local call = redis.call
-- Fields of a hash, by name. One that is not there is nil: most are not, and to note each costs time in every payload. For many names the
-- table is made with room for 16 (as many as its constructor has; it is empty all the same): growing step by step costs more.
local function roomy()
  return { _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil, _ = nil }
end
local function read(key, ...)
  local names = { ... }
  local fields = #names > 9 and roomy() or {}
  local values = call('HMGET', key, ...)
  for i = 1, #names do
    local value = values[i]
    if value then fields[names[i]] = value end
  end
  return fields
end
local rules = cjson.decode(table.remove(ARGV))
local QUIETS, MAXWAITS = rules.debounceMs, rules.debounceMaxMs
local PACED = #QUIETS > 1 or #MAXWAITS > 1
local MUTE, HURRY_GAP = rules.mute, rules.hurryEveryMs
local WINDOW, LOOKBACK, TTL, WAIT = rules.preLinkWindowMs, rules.lookbackMs, rules.ttlMs, rules.linkWaitMs
local HOLD, THRESHOLD, OWN_SUMMARIES, REDACT = rules.holdQuietStates, rules.summaryThreshold, rules.ownSummaries, rules.redact
local KEEP_LINK, ROLLING, KEPT = rules.keepLinkNote, rules.rollingSummaries, rules.keptActions
local COVERED_MAX = rules.coveredMax
local NOTE_MAX, OVERHEAD, SID_COST, BUFFER_MAX, SETTLE = rules.noteMaxChars, rules.noteOverheadChars, rules.sessionIdCost, rules.unlinkedBufferMax, rules.settleMs
local TOUCH, HOUR, DAY = 60000, 3600000, 86400000
-- No wait is planned for longer.
local LONGEST = 600000
-- For so long an event is known again, also where a session has very many. Those of a session that has few are known for a day: up to
-- this many bytes of ids.
local KNOWN, REMEMBERED = 900000, 4608
local UNLINKED = math.max(LOOKBACK, KNOWN)

local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
