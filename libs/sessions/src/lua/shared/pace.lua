-- When a note is due.
-- @include shared/keys

-- How long a time lies ahead. One that lies further ahead than it can be was written before the clock was set back: it is over.
local function ahead(at, most)
  local ms = tonumber(at or 0) - now
  return ms > 0 and ms <= most and ms or 0
end

-- A conversation that somebody has muted is held whatever its state, until it is unmuted.
local function held(conv)
  if MUTE then return false end
  local f = read(conversation_key(conv), 'state', 'mute')
  if f.mute then return true end
  return HOLD and (f.state == 'closed' or f.state == 'snoozed')
end

-- Quiet period and longest wait of a session's next note: by the number of notes since its user wrote, and the quiet period longer the more
-- notes came quickly one after the other, so that one busy customer does not spend the budget of all.
local function pace(notes, fast)
  local n = tonumber(notes or 0) + 1
  local quiet, longest = QUIETS[math.min(n, #QUIETS)], MAXWAITS[math.min(n, #MAXWAITS)]
  local over = tonumber(fast or 0) - 3
  if over > 0 then quiet = math.max(quiet, math.min(longest, math.max(quiet, 50) * 2 ^ over)) end
  return quiet, longest
end
