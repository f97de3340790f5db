import { LINK_CODES } from '../link.codes';
import type { SessionRules } from '../session.rules';

const luaTable = (table: Record<string, string>) =>
  `{ ${Object.entries(table)
    .map(([name, value]) => `${name} = '${value}'`)
    .join(', ')} }`;

/**
 * What every script shares: names of keys, the clock, and the few moves that more than one script makes.
 * Scripts use Redis' own clock, so that workers with skewed clocks agree. Names are built here from the prefix in KEYS[1]:
 * one standalone Redis (or Sentinel), no Cluster.
 */
export const prelude = (rules: SessionRules) => /* lua */ `
local P = KEYS[1]
local call = redis.call
local QUIETS, MAXWAITS = { ${rules.debounceMs.join(', ')} }, { ${rules.debounceMaxMs.join(', ')} }
local PACED = #QUIETS > 1 or #MAXWAITS > 1
local MUTE, HURRY_GAP = ${rules.mute}, ${rules.hurryEveryMs}
local WINDOW, LOOKBACK, TTL, WAIT = ${rules.preLinkWindowMs}, ${rules.lookbackMs}, ${rules.ttlMs}, ${rules.linkWaitMs}
local HOLD, THRESHOLD, OWN_SUMMARIES, REDACT = ${rules.holdQuietStates}, ${rules.summaryThreshold}, ${rules.ownSummaries}, ${rules.redact}
local KEEP_LINK, ROLLING, KEPT = ${rules.keepLinkNote}, ${rules.rollingSummaries}, ${rules.keptActions}
local COVERED_MAX = ${rules.coveredMax}
local NOTE_MAX, OVERHEAD, SID_COST, BUFFER_MAX, SETTLE = ${rules.noteMaxChars}, ${rules.noteOverheadChars}, ${rules.sessionIdCost}, ${rules.unlinkedBufferMax}, ${rules.settleMs}
local TOUCH, HOUR, DAY = 60000, 3600000, 86400000
-- No wait is planned for longer.
local LONGEST = 600000
-- For so long an event is known again, also where a session has very many. Those of a session that has few are known for a day: up to
-- this many bytes of ids.
local KNOWN, REMEMBERED = 900000, 4608
local UNLINKED = math.max(LOOKBACK, KNOWN)

local clock = call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)

local function session_key(sk) return P .. ':s:' .. sk end

-- A session id that several users have in turn (a shared computer, no reset at the logout) is several sessions, its parts: the first user's
-- has the key of the session id, each other's one made of that and the user. "parts" of the first: all keys, the latest in use last.
local NOBODY = string.rep('-', 20)

local function part_key(base, uk) return string.sub(redis.sha1hex(base .. ':' .. uk), 1, 20) end

local function newest_part(parts) return string.sub(parts, -20) end

-- The part that somebody outside the stream names by the session id: that of the given user, without one the newest. nil: all are of others.
local function named_part(base, uk)
  local f = call('HMGET', session_key(base), 'uk', 'parts', 'began')
  if uk == '' then return f[2] and newest_part(f[2]) or base end
  if not f[1] then return base end
  -- a contact's whom a link alone made the first user, before others were seen there
  if f[1] == uk then return (f[3] or not f[2]) and base or nil end
  local sk = part_key(base, uk)
  return call('HEXISTS', session_key(sk), 'start') == 1 and sk or nil
end

local function conversation_key(conv) return P .. ':c:' .. conv end

-- Returns the length of the list.
local function push_all(key, items)
  local length = 0
  for i = 1, #items, 500 do length = call('RPUSH', key, unpack(items, i, math.min(i + 499, #items))) end
  return length
end

local function dropped(reason, n) if n > 0 then call('HINCRBY', P .. ':dropped', reason, n) end end

local function item_time(item) return tonumber(string.match(item, '^(-?[^|]*)|')) end

-- Life of a conversation. One whose state keeps a session waiting ('keep') is not forgotten before it opens.
local function touch_conversation(conv, ttl)
  local c = conversation_key(conv)
  if not call('HGET', c, 'keep') then call('PEXPIRE', c, ttl) end
end

-- A session's keys live as long as its last activity says; refreshed at most once a minute, so that busy sessions pay nothing for it. The
-- hash of one that owes something ('keep') has no end of life, and what a due summary covers has none either.
local function touch(h, conv)
  local ttl = (conv and TTL or UNLINKED) + TOUCH
  local f = call('HMGET', h, 'keep', 'due_sum')
  call('HSET', h, 'exp', now)
  if not f[1] then call('PEXPIRE', h, ttl) end
  if call('STRLEN', h .. ':e') <= REMEMBERED then call('PEXPIRE', h .. ':e', math.min(ttl, DAY + TOUCH)) end
  if conv then
    if not f[2] then call('PEXPIRE', h .. ':u', ttl) call('PEXPIRE', h .. ':n', ttl) end
    for _, list in ipairs({ ':r', ':p', ':f', ':s' }) do call('PEXPIRE', h .. list, ttl) end
    touch_conversation(conv, ttl)
  end
end

-- From now on this session owes something: whatever happens to its readers and writers, it is not forgotten.
local function keep(h)
  call('HSET', h, 'keep', 1)
  call('PERSIST', h)
end

local function unfinished(sk, h)
  return call('HGET', h, 'due_sum') or call('SCARD', h .. ':r') > 0 or call('SCARD', h .. ':b') > 0
end

-- Where nothing is owed any more, the life of the session begins to run again.
local function let_go(sk, h)
  local f = call('HMGET', h, 'keep', 'pend', 'rush', 'conv')
  if not f[1] or f[2] == '1' or unfinished(sk, h) or call('EXISTS', h .. ':l', h .. ':t') > 0 then return end
  if tonumber(f[3] or 0) > 0 and call('EXISTS', h .. ':q') == 1 then return end
  call('HDEL', h, 'keep')
  touch(h, f[4])
end

-- How long a time lies ahead. One that lies further ahead than it can be was written before the clock was set back: it is over.
local function ahead(at, most)
  local ms = tonumber(at or 0) - now
  return ms > 0 and ms <= most and ms or 0
end

-- A conversation that somebody has muted is held whatever its state, until it is unmuted.
local function held(conv)
  if MUTE then return false end
  local f = call('HMGET', conversation_key(conv), 'state', 'mute')
  if f[2] then return true end
  return HOLD and (f[1] == 'closed' or f[1] == 'snoozed')
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

-- Opens the next generation: the caller adds the flush job of that number. Only one generation is ever current. The last one is given
-- by callers that know it. A session without an open generation has no planned wait: who closes it ends that too.
local function open(sk, h, last)
  local gen = tonumber(last or call('HGET', h, 'gen') or 0) + 1
  call('HSET', h, 'gen', gen, 'pend', 1, 'first', now, 'keep', 1)
  call('PERSIST', h)
  call('ZADD', P .. ':due', now, sk)
  return gen
end

local function close(sk, h)
  call('HDEL', h, 'pend', 'wait', 'own', 'first', 'job', 'soon')
  call('ZREM', P .. ':due', sk)
  let_go(sk, h)
end

-- What an attempt leaves behind: 'unsent' (certainly not stored), 'answered' (the call is over, and it shows in 2 s whether it stored
-- the note), 'unknown' (that shows once it is settled), 'read' (nothing new).
local function know(h, outcome)
  if outcome == 'unsent' then call('HDEL', h, 'sent', 'settled') end
  if outcome == 'answered' then call('HSET', h, 'settled', now + 2000) end
end

-- Where something is held back, so that QUIET_STATES=post after a restart lets it go.
local function mark_held(sk)
  call('ZADD', P .. ':held', now, sk)
end

-- Nothing may be posted now: what waits is owed, and is flushed as at the link when the conversation is open again.
local function park(sk, h, conv)
  local n = call('LLEN', h .. ':q')
  call('HSET', h, 'rush', n, 'bins', 1)
  if n > 0 then
    local c = conversation_key(conv)
    call('PERSIST', h .. ':q')
    call('HSET', c, 'keep', 1)
    call('PERSIST', c)
  end
  mark_held(sk)
  close(sk, h)
end

-- Of ":u": in front of the posted actions that no summary covers ('cnt' of the session) stand those that are kept to be looked at.
local function told(h, count) return math.max(0, call('LLEN', h .. ':u') - tonumber(count or 0)) end

-- A session keeps its last KEPT actions, "count" of which no summary covers.
local function trim_told(h, count)
  local u, most = h .. ':u', math.max(KEPT, count)
  local length = call('LLEN', u)
  if length > most then call('LTRIM', u, length - most, -1) end
end

-- What led to the question was before them. A summary has told it.
local function keep_before(h)
  local u = h .. ':u'
  local room, before = KEPT - call('LLEN', u), {}
  for _, item in ipairs(room > 0 and call('LRANGE', h .. ':f', -room, -1) or {}) do table.insert(before, 1, item) end
  if #before > 0 then call('LPUSH', u, unpack(before)) end
  call('DEL', h .. ':f')
end

-- What a linked session did while nothing may be posted for it, and what is too old to be posted later: kept to be looked at.
local function keep_untold(h, items, count)
  local u, untold = h .. ':u', tonumber(count or 0)
  local last = untold > 0 and call('LRANGE', u, -untold, -1) or {}
  if #last > 0 then call('LTRIM', u, 0, -1 - #last) end
  push_all(u, items)
  push_all(u, last)
  trim_told(h, #last)
end

-- Only arrivals trim: keeps the first "owed" items, and of the others those that began within the window before "at".
local function trim(h, q, owed, at)
  local items, kept, gone, oldest = call('LRANGE', q, 0, -1), {}, {}, nil
  for i = 1, #items do
    local t = item_time(items[i])
    if i <= owed or (t and t >= at - WINDOW) then
      kept[#kept + 1] = items[i]
      if i > owed and (not oldest or t < oldest) then oldest = t end
    elseif t then gone[#gone + 1] = items[i] end
  end
  if #kept > owed + BUFFER_MAX then
    local cut = {}
    for i = 1, owed do cut[i] = kept[i] end
    for i = #kept - BUFFER_MAX + 1, #kept do cut[#cut + 1] = kept[i] end
    kept = cut
  end
  if #kept < #items then
    call('DEL', q)
    push_all(q, kept)
    dropped('before_link', #items - #kept)
    local f = call('HMGET', h, 'conv', 'cnt', 'due_sum')
    if KEPT > 0 and f[1] and #gone > 0 then
      keep_untold(h, gone, f[2])
      if not f[3] then call('PEXPIRE', h .. ':u', TTL + TOUCH) end
    end
  end
  if oldest then call('HSET', h, 'old', oldest) else call('HDEL', h, 'old') end
end

-- Arrivals, at the time "at", of a session that may not post now: without a link, or held. They wait in its buffer, which they trim.
local function hold_back(h, items, owed, old, at)
  local q, oldest, scan = h .. ':q', tonumber(old or nil), false
  for i = 1, #items do
    local t = item_time(items[i])
    if not t then scan = true elseif not oldest or t < oldest then oldest = t end
  end
  local length = push_all(q, items)
  if scan or (oldest and oldest < at - WINDOW) or length > owed + BUFFER_MAX then trim(h, q, owed, at)
  elseif oldest and oldest ~= tonumber(old or nil) then call('HSET', h, 'old', oldest) end
  if owed > 0 then call('PERSIST', q) else call('PEXPIRE', q, LOOKBACK) end
end

-- Version 0.1.0 kept what it had admitted in an outbox, ":o", named in ":admitted", until a writer appended it. Moves it into the
-- buffer, in the order of admission and as of the time of admission. Returns how many items moved.
local function take_outbox(sk, h, conv, waits)
  if call('EXISTS', P .. ':admitted') == 0 then return 0 end
  local at = math.min(now, tonumber(call('ZSCORE', P .. ':admitted', sk) or now))
  call('ZREM', P .. ':admitted', sk)
  local items = call('LRANGE', h .. ':o', 0, -1)
  if #items == 0 then return 0 end
  call('DEL', h .. ':o')
  local f = call('HMGET', h, 'start', 'dead', 'rush', 'old')
  if not f[1] or f[2] then
    dropped(f[2] and 'conversation_gone' or 'before_link', #items)
    return 0
  end
  if waits then hold_back(h, items, conv and tonumber(f[3] or 0) or 0, f[4], at) else push_all(h .. ':q', items) end
  return #items
end

-- How a session was linked, in a letter each: with whole words the hash of an idle conversation takes a fifth more.
local function link_code(how) return (${luaTable(LINK_CODES)})[how] or how end

-- Sessions of a conversation are fields of its hash, 's:<session key>' with when and how they were linked: a set for each would take as
-- much memory as the session.
local function sessions_of(conv)
  local sks = {}
  for _, name in ipairs(call('HKEYS', conversation_key(conv))) do
    if string.sub(name, 1, 2) == 's:' then sks[#sks + 1] = string.sub(name, 3) end
  end
  return sks
end

-- Why a conversation has no session. A reason that repeats itself is told once, with its latest time.
local function decided(conv, decision, sk)
  local c, what = conversation_key(conv), '|' .. decision .. '|' .. (sk or '')
  local last = call('LINDEX', c .. ':d', 0)
  if last and string.sub(last, -#what) == what then call('LSET', c .. ':d', 0, now .. what)
  else call('LPUSH', c .. ':d', now .. what) end
  call('LTRIM', c .. ':d', 0, 19)
  call('PEXPIRE', c .. ':d', TTL)
end

local function stop_waiting(conv)
  local w = call('HMGET', conversation_key(conv), 'wu', 'we')
  for i = 1, 2 do
    if w[i] and call('HGET', w[i], 'conv') == conv then call('DEL', w[i]) end
  end
  if w[1] or w[2] then call('HDEL', conversation_key(conv), 'wu', 'we') end
end

-- An intent without text is void.
local function forget_intent(h, ref)
  if call('EXISTS', P .. ':dead:' .. ref) == 0 then call('LREM', h .. ':l', 0, ref) end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait')
end

-- What was in the buffer at the link ('lk' items, in front) led to the question: its notes stay. Of these n items have left the buffer.
local function link_items_left(h, lk, n)
  if lk > n then call('HSET', h, 'lk', lk - n) elseif lk > 0 then call('HDEL', h, 'lk') end
end

-- The conversation waits for a session of this user or e-mail that starts later than "after".
local function wait(conv, uk, ek, after)
  stop_waiting(conv)
  local c = conversation_key(conv)
  local function put(name, key)
    if key == '' then return end
    local w = P .. ':w:' .. name .. ':' .. key
    local ext = call('HGET', w, 'ext')
    local other = ext and ext ~= uk
    call('HSET', w, 'conv', conv, 'at', now, 'after', after, 'ext', uk)
    if other then call('HSET', w, 'amb', 1) end
    call('PEXPIRE', w, WAIT)
    call('HSET', c, 'w' .. name, w)
  end
  put('u', uk) put('e', ek)
end

-- Candidates for an erasure: sessions ('s'), conversations ('c') and dead letters ('d') by the names of their person. 256 lists, an entry is
-- a byte of the name's hash, the kind and the target: a key for each person would take a quarter of what a session takes. A candidate is
-- no more than that: who looks compares the names themselves.
local function name_entry(kind, name, of, target)
  local digest = redis.sha1hex(kind .. ':' .. name)
  local function byte(hex) return string.char(tonumber(hex, 16)) end
  if of == 's' then target = (string.gsub(target, '..', byte)) end
  return P .. ':names:' .. string.sub(digest, 1, 2), byte(string.sub(digest, 3, 4)) .. of .. target
end

-- What an entry leads to: kind and target.
local function entry_target(entry)
  local of, target = string.sub(entry, 2, 2), string.sub(entry, 3)
  if of == 's' then target = (string.gsub(target, '.', function(c) return string.format('%02x', string.byte(c)) end)) end
  return of, target
end

local function index_name(kind, name, of, target)
  if not name or name == '' then return end
  local key, entry = name_entry(kind, name, of, target)
  if not call('LPOS', key, entry) then call('RPUSH', key, entry) end
end

local function forget_name(kind, name, of, target)
  if not name or name == '' then return end
  local key, entry = name_entry(kind, name, of, target)
  call('LREM', key, 0, entry)
end

-- The user of a linked session leads to it, its e-mail where it has none. Before the link the indices of recent sessions do.
local function index_session(sk, uk, ek)
  if uk and uk ~= '' then index_name('u', uk, 's', sk) else index_name('e', ek, 's', sk) end
end

-- Somebody said that this session is not this conversation's: no rule links them again. The name is hashed: an erasure may leave it.
local function parting_key(sk, conv) return P .. ':unlinked:' .. redis.sha1hex(sk .. ':' .. conv) end

local function parted(sk, conv) return call('EXISTS', parting_key(sk, conv)) == 1 end

-- The first link of a session is sticky. All that is in the buffer now is owed at once, as one binned note. Returns the generation, or 0.
-- An anonymous session is from then on the contact's: what another user does under its session id is another session.
local function link(sk, h, conv, how, contact)
  call('HSET', h, 'conv', conv)
  if contact and contact ~= '' then call('HSETNX', h, 'uk', contact) end
  call('HSET', conversation_key(conv), 's:' .. sk, now .. '|' .. link_code(how))
  local f = call('HMGET', h, 'uk', 'ek')
  index_session(sk, f[1], f[2])
  stop_waiting(conv)
  take_outbox(sk, h, nil, true)
  call('PERSIST', h .. ':q')
  call('HDEL', h, 'old', 'hint')
  touch(h, conv)
  local n = call('LLEN', h .. ':q')
  if n > 0 then
    keep(h)
    if KEEP_LINK then call('HSET', h, 'lk', n) end
  end
  if held(conv) then park(sk, h, conv) return 0 end
  if n == 0 then return 0 end
  call('HSET', h, 'rush', n, 'bins', 1)
  return open(sk, h)
end

-- Sessions of an identity that were active within the look-back, newest first: { sk, conv, uk, start }.
local function candidates(key)
  local found, sks = {}, call('ZRANGE', key, 0, -1)
  for i = 1, #sks do
    local f = call('HMGET', session_key(sks[i]), 'last', 'conv', 'uk', 'start', 'ek')
    if f[1] and tonumber(f[1]) >= now - LOOKBACK then
      found[#found + 1] = { sk = sks[i], last = tonumber(f[1]), conv = f[2], uk = f[3] or '', start = tonumber(f[4] or 0), ek = f[5] or '' }
    elseif not f[1] then call('ZREM', key, sks[i]) end
  end
  table.sort(found, function(a, b) return a.last > b.last or (a.last == b.last and a.start > b.start) end)
  return found
end

-- A recent session of the e-mail has another user id than the contact: nobody can say whose an anonymous one is.
local function contested(found, uk)
  for i = 1, #found do
    if found[i].uk ~= '' and found[i].uk ~= uk then return true end
  end
  return false
end
`;
