/** Written by npm run write:lua from the .lua files beside it. */
export const LUA = {
  'admit': String.raw`-- admit: takes a batch of events in, once each, in the order of the reader: into the session's buffer, which arrivals trim as long as
-- nothing may be posted. Links a session whose conversation is named or waits for it, and opens a generation where the session was idle.
-- ARGV per event: key of the session id, event id (16 bytes), session id, user key, e-mail key, conversation hint, items joined by newlines.
-- Answers a table with a row per event: sessionKey (that of the session id, or of another user's part of it; nil: seen before, or of
-- somebody who was erased), generation (that it opened, or 0), quietMs (for how long nothing can be due for it).
-- After a kill before its job is added the sweep finds the generation in ":due".
-- @include shared/keys
-- @include shared/parts
-- @include shared/lists
-- @include shared/life
-- @include shared/pace
-- @include shared/holding
-- @include shared/conversation
-- @include shared/names
-- @include shared/fences
-- @include shared/arrivals
-- @include shared/outbox

-- Lengths: of an id, of the newest ids, of a block of older ones with its time before them.
local ID, NEWEST, BLOCK = 8, 64, 72

-- Everything in these strings is a multiple of an id long: what begins elsewhere is no id.
local function among(ids, id)
  local at = string.find(ids, id, 1, true)
  while at and (at - 1) % ID > 0 do at = string.find(ids, id, at + 1, true) end
  return at
end

local function block(ids) return string.format('%08x', math.floor(now / 1000)) .. ids end

-- Version 0.1.0 kept the older ids without times: they count from now.
local function dated(older)
  if older == '' or string.find(older, '^%x%x%x%x%x%x%x%x') then return older end
  local blocks = {}
  for i = 1, #older, NEWEST do blocks[#blocks + 1] = block(string.sub(older, i, i + NEWEST - 1)) end
  return table.concat(blocks)
end

-- The newest ids become a block of the older ones. Of these the elder half goes when all of it is older than an event must be known and
-- more than a few are left: what is known is bounded by what arrived lately, and cutting costs next to nothing for each.
local function put_away(key, older, newest, life)
  local blocks, known = dated(older), #older > REMEMBERED and 2 * KNOWN or life
  local half = math.floor(#blocks / BLOCK / 2) * BLOCK
  local youngest = half > 0 and tonumber(string.sub(blocks, half - BLOCK + 1, half - BLOCK + ID), 16)
  local cut = #blocks >= REMEMBERED and youngest * 1000 < now - KNOWN
  if cut or blocks ~= older then call('SET', key, string.sub(blocks, (cut and half or 0) + 1) .. block(newest), 'PX', known)
  else
    call('APPEND', key, block(newest))
    call('PEXPIRE', key, known)
  end
end

-- The ids of the last 8 events are a field of the session, for most sessions have no more, and a key of their own would take half as much
-- memory as the session. From there they move on, eight at a time, to the older ones. Returns the field with the new id in it, or nil for
-- an id that was seen.
local function remember(h, newest, id, life)
  if among(newest, id) then return nil end
  local older = newest ~= '' and call('GET', h .. ':e') or ''
  if among(older, id) then return nil end
  if #newest < NEWEST then return newest .. id end
  put_away(h .. ':e', older, newest, life)
  return id
end

-- From here on a webhook of this person finds the session, also while its first payload is still on the way to the buffer.
local function index(name, key, sk)
  if not key or key == '' then return end
  local k = P .. ':' .. name .. ':' .. key
  call('ZADD', k, now, sk)
  call('ZREMRANGEBYSCORE', k, '-inf', now - LOOKBACK - 2 * TOUCH)
  call('ZREMRANGEBYRANK', k, 0, -101)
  call('PEXPIRE', k, LOOKBACK + 2 * TOUCH)
end

local function items_of(text)
  local list = {}
  for item in string.gmatch(text, '[^\n]+') do list[#list + 1] = item end
  return list
end

-- Which part of a session id an event belongs to. Who is anonymous there is the one who came last.
local function part_of(base, user, parts, uk)
  if uk == '' then return parts and newest_part(parts) or base end
  if user == uk or (not user and not fenced('s', base)) then return base end
  return part_key(base, uk)
end

-- A link that was made before the session was seen turns out to be of another user: the conversation waits for a session of its own user.
local function unlink_unseen(base, b, conv, user)
  call('HDEL', conversation_key(conv), 's:' .. base)
  index_name('ct', call('HGET', conversation_key(conv), 'contact'), 'c', conv)
  wait(conv, user, call('HGET', b, 'cek') or '', 0)
  call('HDEL', b, 'conv', 'cek')
  decided(conv, 'attribute_of_other_user', base)
end

-- The first session of a session id keeps the keys of all, as long as any of them lives. After the erasure of its own user it is nobody's.
local function note_part(base, b, parts, sk, ttl)
  local known = call('EXISTS', b) == 1
  local rest = string.gsub(parts or (known and base or NOBODY), sk, '')
  call('HSET', b, 'parts', string.sub(rest, -20 * 31) .. sk)
  call('HSETNX', b, 'uk', '-')
  if known then call('PEXPIRE', b, ttl, 'GT') else call('PEXPIRE', b, ttl) end
end

local function refused(reason, list)
  dropped(reason, #list)
  return false, 0, 0
end

local function fields_of(h)
  return read(h, 'exp', 'uk', 'ek', 'conv', 'began', 'ix', 'ev', 'keep', 'parts', 'pend', 'gen', 'dead', 'start', 'rush', 'old', 'nsu', 'fast')
end

local outboxes = call('EXISTS', P .. ':admitted') == 1

local function take_in(base, event, sid, uk, ek, hint, items)
  local b, list = session_key(base), items_of(items)
  local before = outboxes and append_outbox(base, b) or 0
  local f = fields_of(b)
  local ids, parts, sk, h = f.ev, f.parts, base, b
  if f.uk or uk ~= '' then
    sk = part_of(base, f.uk, parts, uk)
    h = session_key(sk)
  end
  if sk == NOBODY or fenced('s', sk, 'u', uk, 'e', ek) then return refused('erased', list) end
  -- The connector summarises a session id, whoever it was.
  if parts and string.sub(items, 1, 1) == 's' then return refused('summary_of_several_users', list) end
  if sk ~= base then
    if f.conv and not f.began then unlink_unseen(base, b, f.conv, f.uk) end
    f = fields_of(h)
  end
  local q, conv, pending, dead = h .. ':q', f.conv, f.pend == '1', f.dead
  -- Two readers may tell an event before and after the user changed: its id is known to the session id.
  local events = remember(b, ids or '', string.sub(event, 1, ID), math.min(conv and TTL or UNLINKED, DAY) + TOUCH)
  if not events then return false, 0, 0 end
  local set = { 'last', now }
  local function note(name, value) set[#set + 1] = name set[#set + 1] = value end
  if sk == base then note('ev', events) else call('HSET', b, 'ev', events) end
  local renewed = not f.exp or tonumber(f.exp) < now - TOUCH
  if (sk ~= base and renewed) or newest_part(parts or base) ~= sk then
    note_part(base, b, parts, sk, (conv and TTL or UNLINKED) + TOUCH)
    if sk ~= base then note('of', base) end
  end
  if not f.exp then note('start', now) note('sid', sid) end
  local known, named = f.ix and tonumber(f.ix) * 1000 >= now - TOUCH, false
  if uk ~= '' and f.uk ~= uk then note('uk', uk) f.uk = uk known = false named = true end
  if ek ~= '' and f.ek ~= ek then note('ek', ek) f.ek = ek known = false named = true end
  if not known and (f.uk or f.ek) then
    index('u', f.uk, sk) index('e', f.ek, sk)
    -- In seconds: the hash of an idle session stays below a size at which it would take 64 bytes more.
    note('ix', math.floor(now / 1000))
  end
  if not f.began and item_time(list[1]) then
    note('began', item_time(list[1]))
    -- From now on its link stands.
    if conv then call('HDEL', h, 'cek') end
  end
  local quiet = conv and not pending and held(conv)
  local opens = conv and not pending and not quiet and not dead
  local gen, quiet_ms = sk == base and before or 0, 0
  if opens then
    gen, quiet_ms = tonumber(f.gen or 0) + 1, MUTE and 0 or math.min(pace(f.nsu, f.fast))
    note('gen', gen) note('pend', 1) note('first', now) note('job', event) note('keep', 1)
    call('ZADD', P .. ':due', now, sk)
  end
  call('HSET', h, unpack(set))
  if named and conv then index_session(sk, f.uk, f.ek) end
  if opens and not f.keep then call('PERSIST', h) end
  if renewed then touch(h, conv) end
  if dead then dropped('conversation_gone', #list)
  elseif opens then
    if push_all(q, list) > #list then call('PERSIST', q) end
  elseif pending then push_all(q, list)
  else
    hold_back(h, list, conv and tonumber(f.rush or 0) or 0, f.old, now)
    if conv then mark_held(sk) else gen = link_arrival(sk, h, hint, f.uk, f.ek, tonumber(f.start or now)) end
  end
  if gen > 0 and not opens then call('HSET', h, 'job', event) end
  return sk, gen, quiet_ms
end

local out = { 'sessionKey generation quietMs' }
for i = 1, #ARGV, 7 do
  local sk, gen, quiet_ms = take_in(unpack(ARGV, i, i + 6))
  out[#out + 1] = sk out[#out + 1] = gen out[#out + 1] = quiet_ms
end
return out
`,
  'append-outboxes': String.raw`-- appendOutboxes: moves what version 0.1.0 had admitted into the buffers. ARGV: session keys. Answers the flush jobs to add.
-- @include shared/keys
-- @include shared/flushes
-- @include shared/outbox

local opened, flush = flushes()
for _, sk in ipairs(ARGV) do flush(sk, append_outbox(sk, session_key(sk))) end
return opened
`,
  'arm': String.raw`-- arm: the last word again, of a run that was stopped after it. ARGV: session key, ref, owner, print of the note. Returns as may_post.
-- @include shared/last-word

local said = may_post(unpack(ARGV))
if said == 1 then armed(unpack(ARGV)) end
return said
`,
  'begin': String.raw`-- begin: what the flush job of a generation does next. ARGV: session key, generation, owner (unique per run), fresh ref.
-- Fenced by the generation; the newest run owns the session. Answers by name
--   do 'stop': not ours any more, or nothing left
--   do 'wait', ms: not quiet yet, or a planned wait is not over
--   do 'post', ref, kind, conversationId, sessionId, sessionBeganAt (its first action), sentAt, settledAt, tries, failure (of the last
--     try), binned, now, failedAt (of a late note), print, madeAt, coversSince, items
-- For kind 'summary' the only item is the stored summary, for 'stream-summary' the item of the stream. "sentAt" 0: certainly not posted
-- yet. "print" tells the note that was sent last, "madeAt" when the intent was: a second try posts the same text. "coversSince": time of
-- the first action that a summary of the stream covers, 0: none. No item: the text is gone, and the note, which was sent,
-- can only be looked for. An intent that was not sent is void without its text.
-- The intent (ref, kind, range) is written before anybody may post: it survives the process.
-- @include shared/keys
-- @include shared/lists
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/kept
-- @include shared/holding
-- @include shared/intent
-- @include shared/muted

local sk, gen, owner, ref = unpack(ARGV)
local h = session_key(sk)
local q = h .. ':q'
local f = read(h, 'gen', 'pend', 'conv', 'dead', 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'first', 'last', 'rush', 'bins', 'wait', 'sid', 'began', 'exp', 'print', 'keep', 'lk', 'soon', 'why', 'nsu', 'fast', 'at', 'muted')
if f.gen ~= gen or f.pend ~= '1' then return { 'do', 'stop' } end
local conv = f.conv
if f.dead or not conv then close(sk, h) return { 'do', 'stop' } end
if not f.keep then keep(h) end
if tonumber(f.exp or 0) < now - TOUCH then touch(h, conv) end
local planned = ahead(f.wait, LONGEST)
if planned > 0 then
  call('HSET', h, 'own', owner)
  return { 'do', 'wait', 'ms', planned }
end
-- Who opened the generation, or wrote the last intent, has set the time too.
if now - tonumber(f.first or 0) > 2000 then call('ZADD', P .. ':due', now, sk) end

local function items_of(kind, id, n)
  if kind == 'summary' then return { call('GET', h .. ':t') or nil } end
  if kind == 'late' then
    local list = {}
    for item in string.gmatch(call('HGET', P .. ':dead:' .. id, 'items') or '', '[^\n]+') do list[#list + 1] = item end
    return list
  end
  return call('LRANGE', q, 0, n - 1)
end

-- A browser says when it began: what is no time is none.
local began = math.abs(tonumber(f.began) or math.huge) < math.huge and f.began or 0

local function post(id, kind, items, sent, settled, tries, bins, print, made)
  local since = kind == 'stream-summary' and item_time(call('LINDEX', h .. ':u', told(h, call('HGET', h, 'cnt'))) or '') or 0
  local failed = kind == 'late' and call('HGET', P .. ':dead:' .. id, 'at') or 0
  return {
    'do', 'post', 'ref', id, 'kind', kind, 'conversationId', conv, 'sessionId', f.sid or '', 'sessionBeganAt', began,
    'sentAt', sent, 'settledAt', settled, 'tries', tries, 'failure', tries > 0 and f.why or '', 'binned', bins, 'now', now,
    'failedAt', failed or 0, 'print', print or '', 'madeAt', made or now, 'coversSince', since or 0, 'items', items,
  }
end

-- NOTE_PRESET=off: nothing is posted; what waits counts for summaries, and these are kept. A note that was sent before is looked for.
if MUTE and not (f.ref and f.sent) then
  if f.ref then forget_intent(h, f.ref) end
  absorb(sk, h)
  close(sk, h)
  return { 'do', 'stop' }
end
if f.muted and not MUTE then forget_muted(sk, h) end

if f.ref then
  local bins = f.bins and tonumber(f.rush or 0) > 0 and 1 or 0
  local items = MUTE and {} or items_of(f.kind, f.ref, tonumber(f.n))
  if #items > 0 or f.sent then
    call('HSET', h, 'own', owner)
    -- An earlier POST may still arrive: after the clock was set back it is waited for anew.
    if tonumber(f.settled or 0) > now + SETTLE then f.settled = now + SETTLE call('HSET', h, 'settled', f.settled) end
    return post(f.ref, f.kind, items, tonumber(f.sent or 0), tonumber(f.settled or 0), tonumber(f.tries or 0), bins, f.print, tonumber(f.first or now))
  end
  forget_intent(h, f.ref)
end
if held(conv) then park(sk, h, conv) return { 'do', 'stop' } end

-- The intent, its owner, and what else the session must remember of it, in one write.
local function intend(id, kind, n, ...)
  call('HSET', h, 'own', owner, 'ref', id, 'kind', kind, 'n', n, 'tries', 0, 'first', now, ...)
end

if call('EXISTS', h .. ':l', h .. ':t') > 0 then
  local late = call('LINDEX', h .. ':l', 0)
  while late do
    local items = items_of('late', late)
    if #items > 0 then
      -- it was tried before: look for it first, so that a note that did arrive is not sent again
      local print = call('HGET', P .. ':dead:' .. late, 'print') or ''
      intend(late, 'late', 0, 'sent', 1, 'settled', now, 'print', print)
      return post(late, 'late', items, 1, now, 0, 0, print)
    end
    call('LPOP', h .. ':l')
    late = call('LINDEX', h .. ':l', 0)
  end
  local items = items_of('summary')
  if #items > 0 then
    intend(ref, 'summary', 0)
    return post(ref, 'summary', items, 0, 0, 0, 0)
  end
end

local len = call('LLEN', q)
if len == 0 then close(sk, h) return { 'do', 'stop' } end
local rush, fast = math.min(tonumber(f.rush or 0), len), tonumber(f.fast or 0)
local owed = rush
if rush == 0 then
  local quiet, longest = pace(f.nsu, f.fast)
  local latest = tonumber(f.first or now) + longest
  local at = f.soon and now or math.min(tonumber(f.last or now) + quiet, latest)
  local left = ahead(at, math.max(quiet, longest))
  if left > 0 then return { 'do', 'wait', 'ms', left } end
  owed = len
  if f.bins or f.soon then call('HDEL', h, 'bins', 'soon') end
  if not f.soon then
    -- how quickly notes follow each other: slower again once the session itself is
    local since, n, rarest = now - tonumber(f.at or 0), fast, MAXWAITS[#MAXWAITS]
    if since < rarest / 2 then fast = math.min(n + 1, 12)
    elseif since >= 2 * rarest then fast = 0
    elseif now < latest then fast = math.max(0, n - 1) end
  end
end

-- What led to the question is in notes of its own.
local upto = f.lk and math.min(owed, tonumber(f.lk)) or owed
local chars, n, items = OVERHEAD + SID_COST * #(f.sid or ''), 0, {}
for _, item in ipairs(call('LRANGE', q, 0, math.min(upto, COVERED_MAX) - 1)) do
  if string.sub(item, 1, 1) == 's' then
    if n > 0 then break end
    -- a summary from the stream: covers whole notes among the oldest "replaces" actions
    local left, notes, actions = tonumber(string.match(item, '^s(%d+)|')), 0, 0
    for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
      local count = tonumber(string.match(note, '^[^|]*|(%d+)|'))
      if actions + count > left then break end
      notes, actions = notes + 1, actions + count
    end
    intend(ref, 'stream-summary', 1, 'rush', owed, 'cov_n', notes, 'cov_a', actions)
    return post(ref, 'stream-summary', { item }, 0, 0, 0, 0)
  end
  local cost = tonumber(string.match(item, '^[^|]*|(%d+)|'))
  if n > 0 and chars + cost > NOTE_MAX then break end
  chars, n = chars + cost, n + 1
  items[n] = item
end
if fast > 0 then intend(ref, 'actions', n, 'rush', owed, 'at', now, 'fast', fast)
else
  intend(ref, 'actions', n, 'rush', owed, 'at', now)
  if f.fast then call('HDEL', h, 'fast') end
end
return post(ref, 'actions', items, 0, 0, 0, (rush > 0 and f.bins) and 1 or 0)
`,
  'commit': String.raw`-- commit: Intercom has the note. ARGV: session key, ref, part id.
-- Answers by name: result ('more', 'done' or 'stale'), summary (number of the one that is due, or nil), redact (part ids, now). What follows is kept in the session
-- (to-redact set, summary due) until it has happened, so a kill right after this script loses nothing: the sweep names it again.
-- A second copy of a note that is already recorded goes to the to-redact set: it is ours.
-- @include shared/keys
-- @include shared/lists
-- @include shared/life
-- @include shared/kept
-- @include shared/intent
-- @include shared/names

local sk, ref, part = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'ref', 'kind', 'n', 'conv', 'lref', 'lpart', 'rush', 'cnt', 'cov_n', 'cov_a', 'due_sum', 'k', 'base', 'lkeep', 'lk', 'by', 'spart', 'nsu')

local fresh = {}
local function answer(result, summary) return { 'result', result, 'summary', summary, 'redact', fresh } end

local function follow(result, summary)
  if #fresh > 0 or summary then call('ZADD', P .. ':effects', now + 10000, sk) end
  return answer(result, summary)
end

local function redact_later(id)
  if call('SADD', h .. ':r', id) == 1 then fresh[#fresh + 1] = id end
end

if f.ref ~= ref then
  local known = f.lref == ref and f.lpart
  if not known then
    for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
      local id, r = string.match(note, '^([^|]*)|%d+|(.*)$')
      if r == ref then known = id end
    end
  end
  if known and known ~= part then redact_later(part) call('PEXPIRE', h .. ':r', TTL + TOUCH) keep(h) return follow('stale', false) end
  return answer('stale', false)
end

local kind, n, q = f.kind, tonumber(f.n), h .. ':q'
local count = tonumber(f.cnt or 0)

-- Parts that nothing will redact, of summaries and of what they cover with REDACT=off: an erasure needs to know them. The last part of a
-- session is known from its hash ('lkeep' says that it is one of these), so that a session with one summary needs no list.
local function remember(id)
  call('RPUSH', h .. ':p', id)
  call('PEXPIRE', h .. ':p', TTL)
end

-- Lists made now have no life of their own yet.
local function record(actions, fresh)
  if fresh then call('PEXPIRE', h .. ':u', TTL + TOUCH) end
  if call('RPUSH', h .. ':n', part .. '|' .. actions .. '|' .. ref) == 1 then call('PEXPIRE', h .. ':n', TTL + TOUCH) end
  count = count + actions
end

-- The texts of the note's actions, from the buffer to those that no summary covers; all of them at once where that list is empty.
local function move()
  local whole = call('LLEN', q) == n
  if whole and call('RENAMENX', q, h .. ':u') == 1 then return true end
  local fresh = push_all(h .. ':u', call('LRANGE', q, 0, n - 1)) == n
  if whole then call('DEL', q) else call('LTRIM', q, n, -1) end
  return fresh
end

local function cover(notes, actions, redacts)
  if notes > 0 then
    for _, note in ipairs(call('LRANGE', h .. ':n', 0, notes - 1)) do
      local id = string.match(note, '^([^|]*)|')
      if redacts then redact_later(id) else remember(id) end
    end
    if redacts then call('PEXPIRE', h .. ':r', TTL + TOUCH) end
    call('LTRIM', h .. ':n', notes, -1)
    count = count - actions
    trim_told(h, count)
  end
end

if f.lkeep then remember(f.lpart) end
local kept = kind == 'summary' or kind == 'stream-summary'
local lk = tonumber(f.lk or 0)
if kind == 'actions' and lk > 0 then
  -- kept, and not counted: the first summary is told its end as what came before
  kept = true
  if tonumber(f.k or 0) == 0 then
    push_all(h .. ':f', call('LRANGE', q, math.max(0, n - 40), n - 1))
    call('LTRIM', h .. ':f', -40, -1)
    call('PEXPIRE', h .. ':f', TTL + TOUCH)
  end
  call('LTRIM', q, n, -1)
elseif kind == 'actions' then
  record(n, move())
elseif kind == 'summary' then
  -- what rules wrote tells too little to stand for its notes
  local redacts = REDACT and f.by ~= 'rules'
  cover(tonumber(f.cov_n or 0), tonumber(f.cov_a or 0), redacts)
  if ROLLING and f.spart and redacts then
    redact_later(f.spart)
    call('PEXPIRE', h .. ':r', TTL + TOUCH)
    call('LREM', h .. ':p', 0, f.spart)
  end
  if (ROLLING or KEPT > 0) and call('EXISTS', h .. ':t') == 1 then
    call('RENAME', h .. ':t', h .. ':s')
    call('PEXPIRE', h .. ':s', TTL + TOUCH)
  else call('DEL', h .. ':t', h .. ':s') end
  keep_before(h)
  -- Only a summary that covers it asks for this one again.
  if ROLLING then call('HSET', h, 'spart', part) elseif f.spart then call('HDEL', h, 'spart') end
  call('HINCRBY', h, 'k', 1)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'by')
  f.due_sum = false
  f.k = tonumber(f.k or 0) + 1
elseif kind == 'stream-summary' then
  cover(tonumber(f.cov_n or 0), tonumber(f.cov_a or 0), REDACT)
  local prose = KEPT > 0 and call('LINDEX', q, 0)
  if prose then call('SET', h .. ':s', prose, 'PX', TTL + TOUCH) end
  call('LTRIM', q, 1, -1)
  call('HDEL', h, 'cov_n', 'cov_a')
elseif kind == 'late' then
  local d = P .. ':dead:' .. ref
  local items = {}
  for item in string.gmatch(call('HGET', d, 'items') or '', '[^\n]+') do items[#items + 1] = item end
  if call('HGET', d, 'kind') == 'actions' and not call('HGET', d, 'link') then record(#items, push_all(h .. ':u', items) == #items) else kept = true end
  local names = read(d, 'uk', 'ek', 'ct')
  forget_name('u', names.uk, 'd', ref) forget_name('e', names.ek, 'd', ref) forget_name('ct', names.ct, 'd', ref)
  call('LPOP', h .. ':l')
  call('ZREM', P .. ':dead', ref)
  call('DEL', d)
end
local set, unset = { 'lref', ref, 'lpart', part }, { 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait' }
-- Of a counter that is 0 there is no field: an idle session is small.
if count > 0 then set[#set + 1] = 'cnt' set[#set + 1] = count else unset[#unset + 1] = 'cnt' end
if kept then set[#set + 1] = 'lkeep' set[#set + 1] = 1 else unset[#unset + 1] = 'lkeep' end
link_items_left(h, lk, n)
if kind == 'actions' and lk == 0 and PACED then set[#set + 1] = 'nsu' set[#set + 1] = tonumber(f.nsu or 0) + 1 end
local rush = math.max(0, tonumber(f.rush or 0) - n)
if rush > 0 then set[#set + 1] = 'rush' set[#set + 1] = rush else unset[#unset + 1] = 'rush' unset[#unset + 1] = 'bins' end

local summary = false
if OWN_SUMMARIES and not f.due_sum and count - tonumber(f.base or 0) >= THRESHOLD then
  summary = tonumber(f.k or 0)
  set[#set + 1] = 'due_sum' set[#set + 1] = 1
  call('PERSIST', h .. ':u') call('PERSIST', h .. ':n')
end
call('HSET', h, unpack(set))

-- Of most notes nothing is left over and nothing follows: one call tells.
local rest = call('EXISTS', q, h .. ':t', h .. ':l', h .. ':r', h .. ':b') > 0
local more = rest and call('EXISTS', q, h .. ':t', h .. ':l') > 0
if more then call('ZADD', P .. ':due', now, sk)
else
  unset[#unset + 1] = 'pend' unset[#unset + 1] = 'own' unset[#unset + 1] = 'first' unset[#unset + 1] = 'job' unset[#unset + 1] = 'soon'
  call('ZREM', P .. ':due', sk)
end
local owes = rest or f.due_sum or summary
if not owes then unset[#unset + 1] = 'keep' end
call('HDEL', h, unpack(unset))
-- After a summary, lists that it kept from expiring have their own life again.
if kind == 'summary' then touch(h, f.conv) elseif not owes then call('PEXPIRE', h, TTL + TOUCH) end
if not rest and not summary then return answer('done', false) end
return follow(more and 'more' or 'done', summary)
`,
  'dead-letter-added': String.raw`-- The dead-letter job of this ref exists. ARGV: session key, ref.
-- @include shared/keys
-- @include shared/life

local sk, ref = unpack(ARGV)
local h = session_key(sk)
call('SREM', h .. ':b', ref)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1
`,
  'dead-letter': String.raw`-- dead-letter: this note failed for good. It leaves the session with its items, and waits under its ref to be sent again by hand.
-- ARGV: session key, ref, owner, reason. Returns 1 and marks the dead-letter job as outstanding; 0 when fenced.
-- @include shared/keys
-- @include shared/intent
-- @include shared/names

local sk, ref, owner, reason = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'ref', 'own', 'kind', 'n', 'conv', 'sid', 'rush', 'cnt', 'print', 'lk', 'uk', 'ek')
if f.ref ~= ref or f.own ~= owner then return 0 end
local d, n, kind = P .. ':dead:' .. ref, tonumber(f.n), f.kind
if kind == 'late' then
  call('HSET', d, 'reason', reason, 'print', f.print or '')
  call('LPOP', h .. ':l')
else
  local items = kind == 'summary' and { call('GET', h .. ':t') } or call('LRANGE', h .. ':q', 0, n - 1)
  call('HSET', d, 'sk', sk, 'sid', f.sid, 'conv', f.conv, 'kind', kind, 'reason', reason, 'at', now, 'print', f.print or '', 'items', table.concat(items, '\n'))
  -- it may outlive its session: an erasure finds it by its own names
  local uk, ek, ct = f.uk or '', f.ek or '', call('HGET', conversation_key(f.conv), 'contact') or ''
  call('HSET', d, 'uk', uk, 'ek', ek, 'ct', ct, 'n', kind == 'actions' and n or 1)
  index_name('u', uk, 'd', ref) index_name('e', ek, 'd', ref) index_name('ct', ct, 'd', ref)
  call('LTRIM', h .. ':q', n, -1)
  local lk = tonumber(f.lk or 0)
  if kind == 'actions' and lk > 0 then call('HSET', d, 'link', 1) end
  link_items_left(h, lk, n)
  if kind == 'summary' then
    call('DEL', h .. ':t')
    call('HINCRBY', h, 'k', 1)
    call('HSET', h, 'base', f.cnt or 0)
    call('HDEL', h, 'due_sum')
  end
  if kind ~= 'actions' then call('HDEL', h, 'cov_n', 'cov_a') end
end
-- the sweep ends its life, and counts it; the expiry is only for a deployment that is gone
call('ZADD', P .. ':dead', 'NX', now, ref)
call('PEXPIRE', d, TTL + 7 * DAY)
local rush = math.max(0, tonumber(f.rush or 0) - n)
if rush > 0 then call('HSET', h, 'rush', rush) else call('HDEL', h, 'rush', 'bins') end
call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait')
call('SADD', h .. ':b', ref)
call('ZADD', P .. ':effects', now + 10000, sk)
return 1
`,
  'defer': String.raw`-- defer: the next try is planned. ARGV: session key, owner, ms, outcome: 'unsent' (certainly not stored), 'unknown' (may still be
-- stored until it is settled), 'answered' (the call is over: look in 2 s), 'read' (only the look-up failed); 1 = an attempt was spent; why it failed.
-- Append and sweep respect the planned time. Returns 1, or 0 when another run owns the session.
-- @include shared/keys
-- @include shared/generation

local sk, owner, ms, outcome, spent, why = unpack(ARGV)
ms = math.min(tonumber(ms), LONGEST)
local h = session_key(sk)
if call('HGET', h, 'own') ~= owner then return 0 end
know(h, outcome)
if spent == '1' then call('HINCRBY', h, 'tries', 1) call('HSET', h, 'why', why) end
call('HSET', h, 'wait', now + ms)
call('ZADD', P .. ':due', now + ms, sk)
return 1
`,
  'due-silences': String.raw`-- Those that were silent for long enough, the oldest 100.
-- @include shared/head

return call('ZRANGEBYSCORE', P .. ':silence', '-inf', now, 'LIMIT', 0, 100)
`,
  'end-session': String.raw`-- The conversation is gone: the session ends, its actions are dropped and counted. ARGV: session key, owner.
-- @include shared/keys
-- @include shared/lists
-- @include shared/generation

local sk, owner = unpack(ARGV)
local h = session_key(sk)
if owner ~= '' and call('HGET', h, 'own') ~= owner then return 0 end
dropped('conversation_gone', call('LLEN', h .. ':q') + call('LLEN', h .. ':o'))
for _, ref in ipairs(call('LRANGE', h .. ':l', 0, -1)) do call('PEXPIRE', P .. ':dead:' .. ref, TTL) end
call('DEL', h .. ':q', h .. ':o', h .. ':u', h .. ':n', h .. ':r', h .. ':t', h .. ':l', h .. ':f', h .. ':s')
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':effects', sk)
call('HSET', h, 'dead', 1, 'cnt', 0)
call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'rush', 'bins', 'lk', 'due_sum', 'cov_n', 'cov_a', 'by')
close(sk, h)
return 1
`,
  'end-silence': String.raw`-- ARGV: session key. 1: it is over, and nobody else has ended it; 0: an action has moved it, or somebody did.
-- @include shared/head

local sk = unpack(ARGV)
local at = call('ZSCORE', P .. ':silence', sk)
if not at or tonumber(at) > now then return 0 end
return call('ZREM', P .. ':silence', sk)
`,
  'erase-conversation': String.raw`-- eraseConversation: forgets a conversation of an erased person. ARGV: conversation. Sessions of others that are linked to it keep it
-- alive, without the contact. Returns 1 when the conversation's records are gone, 0 when there were none or others need them.
-- @include shared/keys
-- @include shared/conversation
-- @include shared/names

local conv = unpack(ARGV)
local c = conversation_key(conv)
stop_waiting(conv)
forget_name('ct', call('HGET', c, 'contact'), 'c', conv)
for _, sk in ipairs(sessions_of(conv)) do
  if call('EXISTS', session_key(sk)) == 1 then
    call('HDEL', c, 'contact')
    return 0
  end
end
return call('DEL', c, c .. ':d') > 0 and 1 or 0
`,
  'erase-dead-letter': String.raw`-- eraseDeadLetter: ARGV: ref, 1 when it was looked for. Its text goes at once. Answers by name: do 'look',
-- conversationId, print: the note may have arrived all the same, look for it and call again; or do 'erased', existed.
-- @include shared/names

local ref, looked = unpack(ARGV)
local d = P .. ':dead:' .. ref
local f = read(d, 'sk', 'conv', 'uk', 'ek', 'ct', 'print')
call('HDEL', d, 'items')
if f.sk and f.conv and f.conv ~= '' and looked ~= '1' then return { 'do', 'look', 'conversationId', f.conv, 'print', f.print or '' } end
forget_name('u', f.uk, 'd', ref) forget_name('e', f.ek, 'd', ref) forget_name('ct', f.ct, 'd', ref)
call('ZREM', P .. ':dead', ref)
return { 'do', 'erased', 'existed', call('DEL', d) }
`,
  'erase-session': String.raw`-- eraseSession: removes a session as far as it can go, and says what its caller must do before it is called again.
-- ARGV: session key, erasure, ref that was looked for in the conversation ('' for none).
-- Texts go at once, the session is dead from then on: no further note is sent, and the parts that were recorded are owed. Answers by name
--   do 'wait', ms, owed: a note is on its way to Intercom
--   do 'look', conversationId, ref, print, owed: a note may be in the conversation, unrecorded: look for it
--   do 'erased', existed, owed: nothing is left; existed 0: there was nothing
-- "owed": how many parts are owed since this call.
-- @include shared/keys
-- @include shared/parts
-- @include shared/pace
-- @include shared/names
-- @include shared/owing
-- @include shared/unlinked

local sk, erasure, looked = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'uk', 'ek', 'gen', 'start', 'print', 'parts', 'of', 'ev', 'left')
local conv, owed = f.conv or '', 0
-- A note of an unlinked session is still being looked for: what is found is owed, and this erasure's.
if looking(sk) then return { 'do', 'wait', 'ms', 2000, 'owed', 0 } end
local gone = call('DEL', h .. ':o', h .. ':q', h .. ':u', h .. ':t', h .. ':f', h .. ':s', h .. ':l', h .. ':b')
-- The ids of events are those of a session id: while others have parts of it, they need them.
if not f.parts then gone = gone + call('DEL', h .. ':e') end
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':due', sk) call('ZREM', P .. ':effects', sk) call('ZREM', P .. ':silence', sk)
for kind, name in pairs({ u = f.uk, e = f.ek }) do
  if name then
    call('ZREM', P .. ':' .. kind .. ':' .. name, sk)
    forget_name(kind, name, 's', sk)
  end
end
if f.gen or f.start then call('HSET', h, 'dead', 1) end

local function owe(part)
  if conv ~= '' and part and part ~= '' then owed = owed + owe_part(erasure, conv, part) end
end
for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do owe(string.match(note, '^([^|]*)|')) end
for _, part in ipairs(call('SMEMBERS', h .. ':r')) do owe(part) end
for _, part in ipairs(call('LRANGE', h .. ':p', 0, -1)) do owe(part) end
owe(f.lpart)
for _, part in ipairs(unlinked_parts(sk)) do
  call('HSET', P .. ':owed', part[1], erasure .. '|' .. part[2])
  owed = owed + 1
end
local function forget_in(conversation)
  local c = conversation_key(conversation)
  call('HDEL', c, 's:' .. sk, 'x:' .. sk, 'y:' .. sk)
  for _, line in ipairs(call('LRANGE', c .. ':d', 0, -1)) do
    if string.sub(line, -#sk) == sk then call('LREM', c .. ':d', 0, line) end
  end
end
for left in string.gmatch(f.left or '', '%S+') do forget_in(left) end
gone = gone + call('DEL', h .. ':n', h .. ':r', h .. ':p') + owed
call('HDEL', h, 'lpart', 'lkeep')

if conv ~= '' and f.ref and f.sent and f.ref ~= looked then
  local left = ahead(f.settled, SETTLE)
  if left > 0 then return { 'do', 'wait', 'ms', left, 'owed', owed } end
  return { 'do', 'look', 'conversationId', conv, 'ref', f.ref, 'print', f.print or '', 'owed', owed }
end

local nobodys = f.uk == '-' and not f.start
if not nobodys then gone = gone + call('DEL', h) end
-- In the list of the parts the erased one's place stays, nobody's: what comes anonymously after it was theirs.
local function vacated(parts) return (string.gsub(parts, sk, NOBODY)) end
if f.parts and not nobodys then
  call('HSET', h, 'uk', '-', 'parts', vacated(f.parts), 'ev', f.ev or '')
  call('PEXPIRE', h, TTL + TOUCH)
end
if f.of then
  local parts = call('HGET', session_key(f.of), 'parts')
  if parts then call('HSET', session_key(f.of), 'parts', vacated(parts)) end
end
if conv ~= '' then forget_in(conv) end
return { 'do', 'erased', 'existed', gone > 0 and 1 or 0, 'owed', owed }
`,
  'fence': String.raw`-- Puts up fences. ARGV: life in ms, then kind and name by turns.
-- @include shared/fences

local life = unpack(ARGV)
call('SET', P .. ':erased', 1, 'PX', life)
for i = 2, #ARGV, 2 do call('SET', fence_key(ARGV[i], ARGV[i + 1]), 1, 'PX', life) end
return 1
`,
  'freeze': String.raw`-- freeze: fixes, before the LLM is asked, which whole notes summary k covers: the oldest, with as many actions as its prompt holds; a rolling
-- one leaves the newest note, unless it holds most of them. ARGV: session key, k. Answers by name:
-- covered (items of actions), before (items of what led to the question), earlier (the summary before, when rolling, or nil); the
-- first is empty when this summary is not due any more, its text is already stored, or nothing is left
-- of what it would tell: then it is void.
-- @include shared/keys
-- @include shared/life
-- @include shared/kept

local sk, k = unpack(ARGV)
local function answer(covered, before, earlier) return { 'covered', covered, 'before', before, 'earlier', earlier } end
local h = session_key(sk)
local f = read(h, 'due_sum', 'k', 'cov_a', 'dead', 'cnt')
if not f.due_sum or f.dead or (f.k or '0') ~= k or call('EXISTS', h .. ':t') == 1 then return answer({}, {}, false) end
local actions = tonumber(f.cov_a or -1)
if actions < 0 then
  local notes, newest, all = 0, 0, true
  actions = 0
  for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
    local count = tonumber(string.match(note, '^[^|]*|(%d+)|'))
    if notes > 0 and actions + count > COVERED_MAX then all = false break end
    notes, actions, newest = notes + 1, actions + count, count
  end
  -- Rolling: the newest note stays for the agent, who may be reading it; it has had its part in what made this summary due.
  if ROLLING and not MUTE and all and (actions - newest) * 2 >= THRESHOLD then
    notes, actions = notes - 1, actions - newest
    call('HSET', h, 'base', newest)
  else call('HDEL', h, 'base') end
  call('HSET', h, 'cov_n', notes, 'cov_a', actions)
end
local first = told(h, f.cnt)
local items = actions > 0 and call('LRANGE', h .. ':u', first, first + actions - 1) or {}
if #items == 0 then
  call('DEL', h .. ':n')
  call('HSET', h, 'cnt', 0)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'base')
  if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
  return answer({}, {}, false)
end
call('ZADD', P .. ':effects', now + 60000, sk)
return answer(items, call('LRANGE', h .. ':f', 0, -1), ROLLING and call('GET', h .. ':s'))
`,
  'hasten': String.raw`-- hasten: an outage is over; sessions whose last try failed do not wait out their plan. Takes no ARGV.
-- Answers the flush jobs to add.
-- @include shared/keys
-- @include shared/flushes

local opened, flush = flushes()
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + 1000, '+inf', 'LIMIT', 0, 1000)) do
  local h = session_key(sk)
  local f = read(h, 'pend', 'tries', 'wait')
  if f.pend == '1' and f.wait and tonumber(f.tries or 0) > 0 then
    call('HDEL', h, 'wait')
    flush(sk, call('HINCRBY', h, 'gen', 1))
    call('ZADD', P .. ':due', now, sk)
  end
end
return opened
`,
  'hurry': String.raw`-- hurry: signals are known in what waits: it is posted at once, at most once in HURRY_GAP, the first of that span, and in it once more for
-- its first error, whatever lesser signs came before. ARGV: session key; when the newest signal came, when the newest error ('': none,
-- 'now'): one that came too soon after another is not made up for later, so that the next one is in time.
-- Returns the generation to flush; 0: nothing waits, too soon, or a note is under way, which is followed by it.
-- @include shared/keys
-- @include shared/pace
-- @include shared/generation

local sk, lesser, erred = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'dead', 'pend', 'gen', 'ref', 'wait', 'hurried', 'erred')
if HURRY_GAP == 0 or MUTE or not f.conv or f.dead or f.pend ~= '1' or held(f.conv) or call('EXISTS', h .. ':q') == 0 then return 0 end

local function in_time(came, last)
  if came == '' then return false end
  return not last or math.min(tonumber(came) or now, now) - tonumber(last) >= HURRY_GAP
end

local for_error = in_time(erred, f.erred)
if not for_error and not in_time(lesser, f.hurried) then return 0 end
call('HSET', h, 'soon', 1, 'hurried', now)
if for_error then call('HSET', h, 'erred', now) end
if f.ref or tonumber(f.wait or 0) > now then return 0 end
return open(sk, h, f.gen)
`,
  'index-all': String.raw`-- indexAll: makes sessions and conversations findable that were kept before there was an index. ARGV: kind of name, name, s or c, target, and so on.
-- @include shared/names

for i = 1, #ARGV, 4 do index_name(unpack(ARGV, i, i + 3)) end
return 1
`,
  'last-word': String.raw`-- may_post and armed as functions, for the step that takes the turn as well.
-- @include shared/last-word

return may_post, armed
`,
  'link-by-hand': String.raw`-- linkByHand: takes the fence of the pair down, too. ARGV: session key, conversation, who says so.
-- Sticky like any other link. Answers as linkSession.
-- @include shared/keys
-- @include shared/decision
-- @include shared/names
-- @include shared/parting
-- @include shared/linking
-- @include shared/fences

local sk, conv, by = unpack(ARGV)
local h, c = session_key(sk), conversation_key(conv)
local f = read(h, 'conv', 'sid', 'dead', 'left')
if fenced('s', sk, 'c', conv) then return reply('erased') end
if not f.sid then return reply('unknown_session') end
if f.conv then return reply((f.conv == conv and not f.dead) and 'already_linked' or 'session_has_other_conversation') end
call('DEL', parting_key(sk, conv))
call('HDEL', c, 'x:' .. sk)
local left = {}
for each in string.gmatch(f.left or '', '%S+') do if each ~= conv then left[#left + 1] = each end end
if #left > 0 then call('HSET', h, 'left', table.concat(left, ' ')) else call('HDEL', h, 'left') end
flush(sk, link(sk, h, conv, 'linked_by_hand'))
call('HSET', c, 'y:' .. sk, now .. '|' .. by)
index_name('ct', call('HGET', c, 'contact'), 'c', conv)
return reply('linked_by_hand')
`,
  'link-conversation': String.raw`-- linkConversation: one webhook by which a user wrote. Applies the state, releases what was held, and finds the session: attribute,
-- user, e-mail, else the conversation waits. One script, so that of two webhooks the first to arrive wins and looking up and waiting
-- cannot miss each other.
-- ARGV: notification id, conversation, state, state's time, key of the session id by attribute, that session id, user key, e-mail key,
-- contact id, 1 for a lead whose e-mail proves nothing (and is not given).
-- Answers by name: decision, opened (the flush jobs to add).
-- @include shared/keys
-- @include shared/decision
-- @include shared/parts
-- @include shared/life
-- @include shared/conversation
-- @include shared/names
-- @include shared/parting
-- @include shared/linking
-- @include shared/candidates
-- @include shared/fences
-- @include shared/state

local notification, conv, state, at, base, sid, uk, ek, contact, lead = unpack(ARGV)
local c = conversation_key(conv)

local asked = base ~= '' and named_part(base, uk) or ''
if asked == NOBODY or fenced('c', conv, 'ct', contact, 's', asked, 'u', uk, 'e', ek) then return reply('erased') end

if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then
  for _, sk in ipairs(sessions_of(conv)) do
    local f = read(session_key(sk), 'pend', 'gen')
    if f.pend == '1' then flush(sk, tonumber(f.gen)) end
  end
  return reply('duplicate')
end

apply_state(conv, state, tonumber(at), flush)
hurry(conv, flush)
-- The lists of a preset begin anew when the user writes.
for _, sk in ipairs(sessions_of(conv)) do call('HDEL', session_key(sk), 'nsu') end
-- What a search for missed webhooks compares with: the person's writing up to this time is dealt with.
call('HSET', c, 'heard', at)
if contact ~= '' then call('HSET', c, 'contact', contact) end
touch_conversation(conv, TTL)

local function settle(sk, owner, how)
  local h = session_key(sk)
  if not owner then flush(sk, link(sk, h, conv, how, uk)) end
  -- The user of a session leads to its conversation; where that is not the contact, the contact does.
  if uk == '' or call('HGET', h, 'uk') ~= uk then index_name('ct', contact, 'c', conv) end
  if not owner then return how end
  if owner == conv then stop_waiting(conv) return 'already_linked' end
  index_name('ct', contact, 'c', conv)
  wait(conv, uk, ek, now)
  decided(conv, 'session_has_other_conversation', sk)
  return 'session_has_other_conversation'
end

local apart = asked ~= '' and parted(asked, conv)
if asked ~= '' and not apart then
  local h = session_key(asked)
  local f = read(h, 'conv', 'start')
  if not f.start then
    call('HSET', h, 'sid', sid, 'start', now, 'last', now, 'exp', now)
    if uk ~= '' and ek ~= '' then call('HSET', h, 'cek', ek) end
  end
  return reply(settle(asked, f.conv, 'linked_by_attribute'))
end
if base ~= '' then decided(conv, apart and 'unlinked_before' or 'attribute_of_other_user', apart and asked or base) end

if uk ~= '' then
  local mine = {}
  for _, s in ipairs(candidates(P .. ':u:' .. uk)) do
    if s.uk == uk and not parted(s.sk, conv) then mine[#mine + 1] = s end
  end
  if mine[1] then return reply(settle(mine[1].sk, mine[1].conv, 'linked_by_user')) end
end

local why = 'no_session'
if uk == '' and ek == '' then why = lead == '1' and 'email_of_lead' or 'contact_without_identity' end
if ek ~= '' then
  local all, mine = {}, {}
  for _, s in ipairs(candidates(P .. ':e:' .. ek)) do if s.ek == ek then all[#all + 1] = s end end
  for i = 1, #all do
    if (all[i].uk == '' or all[i].uk == uk) and not parted(all[i].sk, conv) then mine[#mine + 1] = all[i] end
  end
  if not contested(all, uk) then
    if mine[1] then return reply(settle(mine[1].sk, mine[1].conv, 'linked_by_email')) end
  else why = (mine[1] or contested(all, all[1].uk)) and 'email_ambiguous' or 'email_of_another_user' end
end
index_name('ct', contact, 'c', conv)
wait(conv, uk, ek, 0)
decided(conv, why)
return reply(why)
`,
  'link-session': String.raw`-- A browser names its session, and Intercom a contact of the conversation: linked where the session is that contact's, by user id, or by
-- e-mail where one of them has no user id. ARGV: key of the session id, conversation, how, user key, e-mail key. Sticky like any other.
-- Answers by name: decision, opened (the flush jobs to add).
-- @include shared/keys
-- @include shared/decision
-- @include shared/parts
-- @include shared/parting
-- @include shared/linking

local base, conv, how, uk, ek = unpack(ARGV)
local sk = named_part(base, uk)
if not sk then return reply('not_of_this_contact') end
local h = session_key(sk)
local f = read(h, 'conv', 'start', 'uk', 'ek', 'dead')
if not f.start then return reply('unknown_session') end
local user = f.uk or ''
local both = user ~= '' and uk ~= ''
if f.dead or (both and user ~= uk) or (not both and (ek == '' or f.ek ~= ek)) then return reply('not_of_this_contact') end
if parted(sk, conv) then return reply('unlinked_before') end
if f.conv then return reply(f.conv == conv and 'already_linked' or 'session_has_other_conversation') end
flush(sk, link(sk, h, conv, how, uk))
return reply(how)
`,
  'longest-paused': String.raw`-- longest-paused
-- @include shared/keys

local sk = call('ZRANGE', P .. ':paused:read', 0, 0)[1] or call('ZRANGE', P .. ':paused:note', 0, 0)[1]
return sk and call('HGET', session_key(sk), 'conv')
`,
  'looked-for': String.raw`-- lookedFor: a note that may have arrived unrecorded was looked for. ARGV: session key, conversation, ref, part ids that were found. They are
-- owed in the step that ends the search.
-- @include shared/owing

local sk, conv, ref = unpack(ARGV)
for i = 4, #ARGV do owe_part('unlink:' .. sk, conv, ARGV[i]) end
call('HDEL', P .. ':unlinks', sk .. '|' .. conv .. '|' .. ref)
return 1
`,
  'move-contact': String.raw`-- moveContact: a conversation is another contact's now. ARGV: conversation, contact.
-- @include shared/keys
-- @include shared/names

local conv, contact = unpack(ARGV)
local c = conversation_key(conv)
local before = call('HGET', c, 'contact')
if not before then return 0 end
forget_name('ct', before, 'c', conv)
call('HSET', c, 'contact', contact)
index_name('ct', contact, 'c', conv)
return 1
`,
  'mute-conversation': String.raw`-- muteConversation: nothing is posted here until it is unmuted; it is kept until then. ARGV: conversation, who says so. Returns 1, or 0 where it was muted.
-- @include shared/keys
-- @include shared/fences

local conv, by = unpack(ARGV)
local c = conversation_key(conv)
if fenced('c', conv) or call('HSETNX', c, 'mute', now .. '|' .. by) == 0 then return 0 end
call('HSET', c, 'keep', 1)
call('PERSIST', c)
return 1
`,
  'owe': String.raw`-- owe: ARGV: erasure, conversation, part ids. Returns how many were not owed before.
-- @include shared/owing

local erasure, conv = unpack(ARGV)
local fresh = 0
for i = 3, #ARGV do fresh = fresh + owe_part(erasure, conv, ARGV[i]) end
return fresh
`,
  'park': String.raw`-- Sessions that wait because calls are paused. They have no job, so that thousands of them cost nothing: they stand in
-- ":paused:note" (to post) or ":paused:read" (to look for their note), in the order in which they were stopped, and keep their open
-- generation; whoever wakes one opens the next.
--
-- park: ARGV: session key, owner, what it waits for, what the attempt left behind (see know). Returns 1, or 0 when another run owns
-- the session.
-- @include shared/keys
-- @include shared/generation

local sk, owner, kind, outcome = unpack(ARGV)
local h = session_key(sk)
if call('HGET', h, 'own') ~= owner then return 0 end
know(h, outcome)
call('HDEL', h, 'wait')
call('ZREM', P .. ':due', sk)
call('ZADD', P .. ':paused:' .. kind, 'NX', now, sk)
return 1
`,
  'redactable': String.raw`-- redactable: whether a part may be redacted, by what is recorded. ARGV: session key ('' for an erasure's), part id, its conversation.
-- 1: a posted summary covers it, it is a second copy of ours, or an erasure owes it; 0: it is pending and REDACT is off, so it is dropped
-- here; -1: nobody recorded it, or not for this conversation.
-- @include shared/keys
-- @include shared/life

local sk, part, conv = unpack(ARGV)
if call('HEXISTS', P .. ':owed', part) == 1 then return 1 end
local h = session_key(sk)
if sk == '' or call('SISMEMBER', h .. ':r', part) == 0 or call('HGET', h, 'conv') ~= conv then return -1 end
if REDACT then return 1 end
call('SREM', h .. ':r', part)
call('RPUSH', h .. ':p', part)
call('PEXPIRE', h .. ':p', TTL + TOUCH)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 0
`,
  'redacted': String.raw`-- A part is redacted (or was not there to redact); an erasure does not owe it any more. ARGV: session key ('' for an erasure's), part id.
-- @include shared/keys
-- @include shared/life

local sk, part = unpack(ARGV)
call('HDEL', P .. ':owed', part)
if sk == '' then return 1 end
local h = session_key(sk)
call('SREM', h .. ':r', part)
if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
return 1
`,
  'reopen': String.raw`-- reopen: the next generation, which fences whatever still runs of this one. ARGV: session key, generation. Returns it, or 0 when another is current.
-- @include shared/keys

local sk, gen = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'pend', 'gen')
if f.pend ~= '1' or f.gen ~= gen then return 0 end
call('HDEL', h, 'job')
call('ZADD', P .. ':due', now, sk)
return call('HINCRBY', h, 'gen', 1)
`,
  'requeue': String.raw`-- Sends a dead note again, through its session, late. ARGV: session key, ref. Returns the generation to flush, 0 when one is open or held, -1 when the note is gone.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding

local sk, ref = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'pend', 'dead', 'gen')
if call('EXISTS', P .. ':dead:' .. ref) == 0 or not f.conv or f.dead then return -1 end
-- An unlink takes a dead letter out of its conversation: it goes where its session is linked now.
call('HSET', P .. ':dead:' .. ref, 'conv', f.conv)
if not call('LPOS', h .. ':l', ref) then call('RPUSH', h .. ':l', ref) end
call('PERSIST', P .. ':dead:' .. ref)
keep(h)
if f.pend == '1' then return tonumber(f.gen) end
if held(f.conv) then mark_held(sk) return 0 end
return open(sk, h)
`,
  'set-conversation-state': String.raw`-- setConversationState: ARGV: notification id, conversation, state, its time.
-- Answers by name: decision ('state', 'erased' or 'duplicate'), opened (the flush jobs to add).
-- @include shared/decision
-- @include shared/fences
-- @include shared/state

local notification, conv, state, at = unpack(ARGV)
if fenced('c', conv) then return reply('erased') end
if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then return reply('duplicate') end
apply_state(conv, state, tonumber(at), flush)
return reply('state')
`,
  'shared/arrivals': String.raw`-- Which conversation a session is linked to on an arrival: one that the payload names, unless it is known to be another user's, else one
-- that waits for the session, by its user or, where nobody else has it, its e-mail. Returns conversation, how, and the contact's user.
-- @include shared/keys
-- @include shared/conversation
-- @include shared/parting
-- @include shared/linking
-- @include shared/candidates

local function waiting(uk, ek, start)
  local u, e = uk and uk ~= '' and P .. ':w:u:' .. uk, ek and ek ~= '' and P .. ':w:e:' .. ek
  if not u and not e or call('EXISTS', u or e, e or u) == 0 then return nil end
  if u then
    local w = read(u, 'conv', 'after')
    if w.conv and start > tonumber(w.after) then return w.conv, uk end
  end
  if e then
    local w = read(e, 'conv', 'after', 'ext', 'amb')
    if w.conv and start > tonumber(w.after) then
      local own = u and uk == w.ext
      local anonymous = not u
      if own or (anonymous and not w.amb and not contested(candidates(P .. ':e:' .. ek), w.ext)) then return w.conv, w.ext end
      decided(w.conv, (anonymous and 'waiting_email_ambiguous' or 'waiting_email_of_another_user'))
    end
  end
end

-- Whether a conversation that a payload names is known to be another user's: by whom it waits for, or by its sessions.
local function of_another(conv, uk)
  if not uk or uk == '' then return false end
  local waits, other = call('HGET', conversation_key(conv), 'wu'), false
  if waits then return waits ~= P .. ':w:u:' .. uk end
  for _, sk in ipairs(sessions_of(conv)) do
    local user = call('HGET', session_key(sk), 'uk')
    if user == uk then return false end
    other = other or user
  end
  return other and true or false
end

local function link_arrival(sk, h, hint, uk, ek, start)
  if hint ~= '' then
    local apart = parted(sk, hint)
    if not apart and not of_another(hint, uk) then return link(sk, h, hint, 'linked_by_stream') end
    decided(hint, apart and 'unlinked_before' or 'stream_names_other_user', sk)
    call('HDEL', h, 'hint')
  end
  local conv, contact = waiting(uk, ek, start)
  if not conv or parted(sk, conv) then return 0 end
  return link(sk, h, conv, 'linked_after_waiting', contact)
end
`,
  'shared/candidates': String.raw`-- Sessions of an identity.
-- @include shared/keys

-- Sessions of an identity that were active within the look-back, newest first: { sk, conv, uk, start }.
local function candidates(key)
  local found, sks = {}, call('ZRANGE', key, 0, -1)
  for i = 1, #sks do
    local f = read(session_key(sks[i]), 'last', 'conv', 'uk', 'start', 'ek')
    if f.last and tonumber(f.last) >= now - LOOKBACK then
      found[#found + 1] = { sk = sks[i], last = tonumber(f.last), conv = f.conv, uk = f.uk or '', start = tonumber(f.start or 0), ek = f.ek or '' }
    elseif not f.last then call('ZREM', key, sks[i]) end
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
`,
  'shared/conversation': String.raw`-- A conversation: its sessions, its reasons, for whom it waits.
-- @include shared/keys

local LINK_CODES = { linked_by_attribute = 'a', linked_by_user = 'u', linked_by_email = 'e', linked_by_stream = 's', linked_by_browser = 'b', linked_after_waiting = 'w', linked_by_hand = 'h' }

-- How a session was linked, in a letter each: with whole words the hash of an idle conversation takes a fifth more.
local function link_code(how) return LINK_CODES[how] or how end

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
  local w = read(conversation_key(conv), 'wu', 'we')
  for _, key in pairs(w) do
    if key and call('HGET', key, 'conv') == conv then call('DEL', key) end
  end
  if w.wu or w.we then call('HDEL', conversation_key(conv), 'wu', 'we') end
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
`,
  'shared/decision': String.raw`-- What is answered on a link or a state, by name: decision, opened (the flush jobs to add).
-- @include shared/flushes

local opened, flush = flushes()
local function reply(decision) return { 'decision', decision, 'opened', opened } end
`,
  'shared/fences': String.raw`-- Fences of the erased: while one stands, nothing that names the person, the session or the conversation is taken in. A fence outlives the
-- erasure, so its name is hashed once more: from Redis alone nobody can tell whose it is. "<prefix>:erased" says that any stands at all.
-- Kinds: u user key, e e-mail key, ct contact id, s session key, c conversation id.
-- @include shared/head

local function fence_key(kind, name) return P .. ':erased:' .. redis.sha1hex(kind .. ':' .. name) end

local any_fence
local function fenced(...)
  if any_fence == nil then any_fence = call('EXISTS', P .. ':erased') == 1 end
  if not any_fence then return false end
  local given, keys = { ... }, {}
  for i = 1, #given, 2 do
    if given[i + 1] ~= '' then keys[#keys + 1] = fence_key(given[i], given[i + 1]) end
  end
  return #keys > 0 and call('EXISTS', unpack(keys)) > 0
end
`,
  'shared/flushes': String.raw`-- The flush jobs that the caller must add, as a table of sessionKey and generation. A kill before that loses nothing: they are due.
-- @include shared/head

local function flushes()
  local opened = { 'sessionKey generation' }
  return opened, function(sk, gen)
    if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end
  end
end
`,
  'shared/generation': String.raw`-- Busy spells of a session, and what an attempt leaves behind.
-- @include shared/life

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
`,
  'shared/head': String.raw`-- What every session script begins with: the prefix of all keys, the settings, the clock.
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
`,
  'shared/holding': String.raw`-- What may not be posted now waits.
-- @include shared/keys
-- @include shared/lists
-- @include shared/generation
-- @include shared/kept

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
    local f = read(h, 'conv', 'cnt', 'due_sum')
    if KEPT > 0 and f.conv and #gone > 0 then
      keep_untold(h, gone, f.cnt)
      if not f.due_sum then call('PEXPIRE', h .. ':u', TTL + TOUCH) end
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
`,
  'shared/intent': String.raw`-- The note that is being delivered.
-- @include shared/head

-- An intent without text is void.
local function forget_intent(h, ref)
  if call('EXISTS', P .. ':dead:' .. ref) == 0 then call('LREM', h .. ':l', 0, ref) end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait')
end

-- What was in the buffer at the link ('lk' items, in front) led to the question: its notes stay. Of these n items have left the buffer.
local function link_items_left(h, lk, n)
  if lk > n then call('HSET', h, 'lk', lk - n) elseif lk > 0 then call('HDEL', h, 'lk') end
end
`,
  'shared/kept': String.raw`-- Actions that are kept to be looked at.
-- @include shared/lists

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
`,
  'shared/keys': String.raw`-- Names of the two main keys.
-- @include shared/head

local function session_key(sk) return P .. ':s:' .. sk end

local function conversation_key(conv) return P .. ':c:' .. conv end
`,
  'shared/last-word': String.raw`-- The last word before the HTTP call. may_post: 1 = yes; 0 = another run owns the session, or the intent is settled; -1 = the conversation
-- was closed or snoozed meanwhile, and the session is held. armed: from now on the note may be stored, with this print.
-- @include shared/keys
-- @include shared/pace
-- @include shared/holding

local function may_post(sk, ref, owner)
  local h = session_key(sk)
  local f = read(h, 'ref', 'own', 'conv', 'dead', 'pend')
  if f.ref ~= ref or f.own ~= owner or f.dead or f.pend ~= '1' then return 0 end
  if not held(f.conv) then return 1 end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print')
  park(sk, h, f.conv)
  return -1
end

local function armed(sk, ref, owner, print)
  call('HSET', session_key(sk), 'sent', now, 'settled', now + SETTLE, 'print', print)
  call('ZADD', P .. ':due', now + SETTLE, sk)
end
`,
  'shared/life': String.raw`-- How long a session's keys live.
-- @include shared/keys

-- Life of a conversation. One whose state keeps a session waiting ('keep') is not forgotten before it opens.
local function touch_conversation(conv, ttl)
  local c = conversation_key(conv)
  if not call('HGET', c, 'keep') then call('PEXPIRE', c, ttl) end
end

-- A session's keys live as long as its last activity says; refreshed at most once a minute, so that busy sessions pay nothing for it. The
-- hash of one that owes something ('keep') has no end of life, and what a due summary covers has none either.
local function touch(h, conv)
  local ttl = (conv and TTL or UNLINKED) + TOUCH
  local f = read(h, 'keep', 'due_sum')
  call('HSET', h, 'exp', now)
  if not f.keep then call('PEXPIRE', h, ttl) end
  if call('STRLEN', h .. ':e') <= REMEMBERED then call('PEXPIRE', h .. ':e', math.min(ttl, DAY + TOUCH)) end
  if conv then
    if not f.due_sum then call('PEXPIRE', h .. ':u', ttl) call('PEXPIRE', h .. ':n', ttl) end
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
  local f = read(h, 'keep', 'pend', 'rush', 'conv')
  if not f.keep or f.pend == '1' or unfinished(sk, h) or call('EXISTS', h .. ':l', h .. ':t') > 0 then return end
  if tonumber(f.rush or 0) > 0 and call('EXISTS', h .. ':q') == 1 then return end
  call('HDEL', h, 'keep')
  touch(h, f.conv)
end
`,
  'shared/linking': String.raw`-- The link of a session.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding
-- @include shared/old-outbox
-- @include shared/conversation
-- @include shared/names

-- The first link of a session is sticky. All that is in the buffer now is owed at once, as one binned note. Returns the generation, or 0.
-- An anonymous session is from then on the contact's: what another user does under its session id is another session.
local function link(sk, h, conv, how, contact)
  call('HSET', h, 'conv', conv)
  if contact and contact ~= '' then call('HSETNX', h, 'uk', contact) end
  call('HSET', conversation_key(conv), 's:' .. sk, now .. '|' .. link_code(how))
  local f = read(h, 'uk', 'ek')
  index_session(sk, f.uk, f.ek)
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
`,
  'shared/lists': String.raw`-- Lists of items.
-- @include shared/head

-- Returns the length of the list.
local function push_all(key, items)
  local length = 0
  for i = 1, #items, 500 do length = call('RPUSH', key, unpack(items, i, math.min(i + 499, #items))) end
  return length
end

local function dropped(reason, n) if n > 0 then call('HINCRBY', P .. ':dropped', reason, n) end end

local function item_time(item) return tonumber(string.match(item, '^(-?[^|]*)|')) end
`,
  'shared/muted': String.raw`-- NOTE_PRESET=off. absorb: what waits is counted like posted notes, in the ledger without part ids, and a written summary is kept instead
-- of posted. forget_muted: after a switch to another preset nothing of it is posted, or counts for a note that is.
-- @include shared/lists
-- @include shared/life
-- @include shared/kept

local function absorb(sk, h)
  local q, n, u = h .. ':q', h .. ':n', h .. ':u'
  local f = read(h, 'cnt', 'due_sum', 'cov_n', 'cov_a', 'k', 'base')
  local count = tonumber(f.cnt or 0)
  if call('EXISTS', h .. ':t') == 1 then
    for _, note in ipairs(call('LRANGE', n, 0, tonumber(f.cov_n or 0) - 1)) do
      local id = string.match(note, '^([^|]*)|')
      if id ~= '' then call('RPUSH', h .. ':p', id) end
    end
    call('LTRIM', n, tonumber(f.cov_n or 0), -1)
    count = count - tonumber(f.cov_a or 0)
    trim_told(h, count)
    keep_before(h)
    call('RENAME', h .. ':t', h .. ':s')
    call('HINCRBY', h, 'k', 1)
    call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'base', 'by')
    f.due_sum, f.base = false, 0
  end
  local actions = {}
  for _, item in ipairs(call('LRANGE', q, 0, -1)) do
    if string.sub(item, 1, 1) ~= 's' then actions[#actions + 1] = item end
  end
  call('DEL', q)
  if #actions > 0 then
    push_all(u, actions)
    for i = 1, #actions, COVERED_MAX do call('RPUSH', n, '|' .. math.min(COVERED_MAX, #actions - i + 1) .. '|') end
    count = count + #actions
  end
  call('HSET', h, 'cnt', count, 'muted', 1)
  call('HDEL', h, 'rush', 'bins', 'lk', 'soon')
  if OWN_SUMMARIES and not f.due_sum and count - tonumber(f.base or 0) >= THRESHOLD then
    call('HSET', h, 'due_sum', 1)
    call('PERSIST', u) call('PERSIST', n)
    call('ZADD', P .. ':effects', now, sk)
  else touch(h, call('HGET', h, 'conv')) end
end

local function forget_muted(sk, h)
  local notes, texts, kept, count = {}, {}, {}, 0
  local all = call('LRANGE', h .. ':u', 0, -1)
  local at = told(h, call('HGET', h, 'cnt'))
  for i = 1, at do kept[i] = all[i] end
  for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
    local id, actions = string.match(note, '^([^|]*)|(%d+)|')
    if id ~= '' then
      notes[#notes + 1] = note
      for i = at + 1, at + actions do texts[#texts + 1] = all[i] end
      count = count + actions
    else
      for i = at + 1, at + actions do kept[#kept + 1] = all[i] end
    end
    at = at + actions
  end
  call('DEL', h .. ':n', h .. ':u')
  push_all(h .. ':n', notes) push_all(h .. ':u', kept) push_all(h .. ':u', texts)
  trim_told(h, count)
  if call('EXISTS', h .. ':t') == 1 then call('RENAME', h .. ':t', h .. ':s') end
  call('HSET', h, 'cnt', count)
  call('HINCRBY', h, 'k', 1)
  call('HDEL', h, 'muted', 'due_sum', 'cov_n', 'cov_a', 'base', 'by')
  touch(h, call('HGET', h, 'conv'))
end
`,
  'shared/names': String.raw`-- By whose names sessions, conversations and dead letters are found for an erasure.
-- @include shared/head

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
`,
  'shared/old-outbox': String.raw`-- What version 0.1.0 left.
-- @include shared/lists
-- @include shared/holding

-- Version 0.1.0 kept what it had admitted in an outbox, ":o", named in ":admitted", until a writer appended it. Moves it into the
-- buffer, in the order of admission and as of the time of admission. Returns how many items moved.
local function take_outbox(sk, h, conv, waits)
  if call('EXISTS', P .. ':admitted') == 0 then return 0 end
  local at = math.min(now, tonumber(call('ZSCORE', P .. ':admitted', sk) or now))
  call('ZREM', P .. ':admitted', sk)
  local items = call('LRANGE', h .. ':o', 0, -1)
  if #items == 0 then return 0 end
  call('DEL', h .. ':o')
  local f = read(h, 'start', 'dead', 'rush', 'old')
  if not f.start or f.dead then
    dropped(f.dead and 'conversation_gone' or 'before_link', #items)
    return 0
  end
  if waits then hold_back(h, items, conv and tonumber(f.rush or 0) or 0, f.old, at) else push_all(h .. ':q', items) end
  return #items
end
`,
  'shared/outbox': String.raw`-- What 0.1.0 left in a session's outbox: into its buffer, with what an arrival there would have done. Returns the generation it opened, or 0.
-- @include shared/pace
-- @include shared/generation
-- @include shared/old-outbox
-- @include shared/arrivals

local function append_outbox(sk, h)
  local f = read(h, 'conv', 'pend', 'gen', 'uk', 'ek', 'start', 'hint')
  local conv = f.conv
  local quiet = conv and f.pend ~= '1' and held(conv)
  if take_outbox(sk, h, conv, not conv or quiet) == 0 then return 0 end
  if conv then return (quiet or f.pend == '1') and 0 or open(sk, h, f.gen) end
  return link_arrival(sk, h, f.hint or '', f.uk, f.ek, tonumber(f.start or 0))
end
`,
  'shared/owing': String.raw`-- Parts that an erasure owes: the one place that says so. A redaction that is confirmed removes its part.
-- @include shared/head

local function owe_part(erasure, conv, part)
  return call('HSETNX', P .. ':owed', part, erasure .. '|' .. conv)
end
`,
  'shared/pace': String.raw`-- When a note is due.
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
`,
  'shared/parting': String.raw`-- Links that somebody took back.
-- @include shared/head

-- Somebody said that this session is not this conversation's: no rule links them again. The name is hashed: an erasure may leave it.
local function parting_key(sk, conv) return P .. ':unlinked:' .. redis.sha1hex(sk .. ':' .. conv) end

local function parted(sk, conv) return call('EXISTS', parting_key(sk, conv)) == 1 end
`,
  'shared/parts': String.raw`-- Several users of one session id.
-- @include shared/keys

-- A session id that several users have in turn (a shared computer, no reset at the logout) is several sessions, its parts: the first user's
-- has the key of the session id, each other's one made of that and the user. "parts" of the first: all keys, the latest in use last.
local NOBODY = string.rep('-', 20)

local function part_key(base, uk) return string.sub(redis.sha1hex(base .. ':' .. uk), 1, 20) end

local function newest_part(parts) return string.sub(parts, -20) end

-- The part that somebody outside the stream names by the session id: that of the given user, without one the newest. nil: all are of others.
local function named_part(base, uk)
  local f = read(session_key(base), 'uk', 'parts', 'began')
  if uk == '' then return f.parts and newest_part(f.parts) or base end
  if not f.uk then return base end
  -- a contact's whom a link alone made the first user, before others were seen there
  if f.uk == uk then return (f.began or not f.parts) and base or nil end
  local sk = part_key(base, uk)
  return call('HEXISTS', session_key(sk), 'start') == 1 and sk or nil
end
`,
  'shared/state': String.raw`-- Sets a conversation's state when it is newer than the known one, and releases the sessions that were held.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/old-outbox
-- @include shared/conversation

local function release(sk, conv)
  local h = session_key(sk)
  local f = read(h, 'pend', 'dead')
  if f.pend == '1' or f.dead or (call('EXISTS', h) == 0) then return 0 end
  take_outbox(sk, h, conv, true)
  local n = call('LLEN', h .. ':q')
  if n == 0 and call('EXISTS', h .. ':t') == 0 and call('EXISTS', h .. ':l') == 0 then return 0 end
  if n > 0 then call('HSET', h, 'rush', n, 'bins', 1) call('PERSIST', h .. ':q') call('HDEL', h, 'old') end
  return open(sk, h)
end

local function apply_state(conv, state, at, flush)
  if state == '' then return end
  local c = conversation_key(conv)
  local f = read(c, 'state', 'at')
  if f.at and tonumber(f.at) > at then return end
  call('HSET', c, 'state', state, 'at', at)
  local muted = call('HEXISTS', c, 'mute') == 1
  if state == 'open' and not muted then call('HDEL', c, 'keep') end
  touch_conversation(conv, TTL)
  if state == 'open' and not muted and (f.state == 'closed' or f.state == 'snoozed') then
    for _, sk in ipairs(sessions_of(conv)) do
      call('ZREM', P .. ':held', sk)
      flush(sk, release(sk, conv))
    end
  end
end

-- The user writes: what waits for quiet is posted at once. A note under way is followed by it; a run that only waits is replaced.
local function hurry(conv, flush)
  if held(conv) then return end
  for _, sk in ipairs(sessions_of(conv)) do
    local h = session_key(sk)
    local f = read(h, 'pend', 'dead', 'ref', 'wait', 'rush', 'gen')
    local at_once = not f.ref and tonumber(f.rush or 0) > 0
    if f.pend == '1' and not f.dead and not at_once and call('EXISTS', h .. ':q') == 1 then
      call('HSET', h, 'soon', 1)
      if not f.ref and tonumber(f.wait or 0) <= now then flush(sk, open(sk, h, f.gen)) end
    end
  end
end
`,
  'shared/unlinked': String.raw`-- What a person says against the rules: that a session is not this conversation's, that it is, and that nothing is to be posted here.
--
-- Unlinked parts: what was posted in a conversation for a session that is not its is owed, as "unlink:<session key>". A note that may
-- have arrived unrecorded stands in "<prefix>:unlinks", "<session>|<conversation>|<ref>" -> "<settled>|<print>", until it was looked for.
-- @include shared/head

local function looking(sk)
  for _, name in ipairs(call('HKEYS', P .. ':unlinks')) do
    if string.sub(name, 1, #sk + 1) == sk .. '|' then return true end
  end
  return false
end

local function unlinked_parts(sk)
  local found, start = {}, 'unlink:' .. sk .. '|'
  local all = call('HGETALL', P .. ':owed')
  for i = 1, #all, 2 do
    if string.sub(all[i + 1], 1, #start) == start then found[#found + 1] = { all[i], string.sub(all[i + 1], #start + 1) } end
  end
  return found
end
`,
  'store-summary': String.raw`-- Stores summary k, for the flush job to post. ARGV: session key, k, summary, who wrote it ("rules": nothing is redacted). Returns the generation to flush, or 0.
-- @include shared/keys
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding

local sk, k, text, by = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'due_sum', 'k', 'pend', 'conv', 'dead', 'gen')
if not f.due_sum or f.dead or (f.k or '0') ~= k then return 0 end
if call('SET', h .. ':t', text, 'NX') then call('HSET', h, 'by', by) elseif f.pend == '1' then return tonumber(f.gen) end
if f.pend == '1' then return 0 end
if held(f.conv) then mark_held(sk) return 0 end
return open(sk, h)
`,
  'summarise-now': String.raw`-- summariseNow: somebody asks for a summary of what none covers yet. ARGV: session key. Answers by name: is 'nothing' (there is nothing to
-- tell), is 'due' (one is being written already), or is 'asked', summary (its number; the caller adds its job, after a kill before that the sweep does).
-- @include shared/keys
-- @include shared/life

local sk = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'dead', 'due_sum', 'cnt', 'k')
if not f.conv or f.dead then return { 'is', 'nothing' } end
if f.due_sum then return { 'is', 'due' } end
if tonumber(f.cnt or 0) == 0 or call('EXISTS', h .. ':u', h .. ':n') < 2 then return { 'is', 'nothing' } end
call('HSET', h, 'due_sum', 1)
call('HDEL', h, 'base')
keep(h)
call('PERSIST', h .. ':u') call('PERSIST', h .. ':n')
call('ZADD', P .. ':effects', now + 10000, sk)
return { 'is', 'asked', 'summary', tonumber(f.k or 0) }
`,
  'sweep-dead': String.raw`-- sweepDead: dead letters that nobody sent again for as long as they are kept. They go, and their actions are counted as lost, in
-- all and in their session.
-- Answers a table of ref and actions (how many were lost).
-- @include shared/keys
-- @include shared/lists
-- @include shared/names

local out = { 'ref actions' }
for _, ref in ipairs(call('ZRANGEBYSCORE', P .. ':dead', '-inf', now - TTL, 'LIMIT', 0, 200)) do
  local d = P .. ':dead:' .. ref
  local f = read(d, 'uk', 'ek', 'ct', 'n', 'sk')
  if call('PTTL', d) == -1 then
    -- it is to be sent again just now
    call('ZADD', P .. ':dead', now, ref)
  else
    forget_name('u', f.uk, 'd', ref) forget_name('e', f.ek, 'd', ref) forget_name('ct', f.ct, 'd', ref)
    dropped('dead_letter_expired', tonumber(f.n or 1))
    if f.sk and call('EXISTS', session_key(f.sk)) == 1 then call('HINCRBY', session_key(f.sk), 'xd', f.n or 1) end
    call('DEL', d)
    call('ZREM', P .. ':dead', ref)
    out[#out + 1] = ref
    out[#out + 1] = tonumber(f.n or 1)
  end
end
return out
`,
  'sweep-due': String.raw`-- sweepDue: sessions with an open generation past their planned time by 5 s or more, in pages. ARGV: how many to pass over.
-- Answers by name: next (how many to pass over for the next page; -1: this was the last), due (a table of sessionKey, generation, eventId
-- or '', overdueMs).
-- A time further ahead than a wait can be was planned by a clock that has been set back: it is over.
-- @include shared/keys

local PAGE, skip = 500, tonumber((unpack(ARGV)))
if skip == 0 then
  for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':due', now + LONGEST, '+inf', 'LIMIT', 0, PAGE)) do call('ZADD', P .. ':due', now - 5000, sk) end
end
local page = call('ZRANGEBYSCORE', P .. ':due', '-inf', now - 5000, 'WITHSCORES', 'LIMIT', skip, PAGE)
local after, due = #page < 2 * PAGE and -1 or skip, { 'sessionKey generation eventId overdueMs' }
for i = 1, #page, 2 do
  local sk = page[i]
  local f = read(session_key(sk), 'pend', 'gen', 'job')
  if f.pend ~= '1' then call('ZREM', P .. ':due', sk)
  else
    local event = string.gsub(f.job or '', '.', function(c) return string.format('%02x', string.byte(c)) end)
    for _, value in ipairs({ sk, tonumber(f.gen), event, now - tonumber(page[i + 1]) }) do due[#due + 1] = value end
    if after >= 0 then after = after + 1 end
  end
end
return { 'next', after, 'due', due }
`,
  'sweep-effects': String.raw`-- sweepEffects: outstanding redactions, summaries and dead-letter jobs. Answers a table of sessionKey,
-- conversationId, summary (number, or nil), redact (part ids), deadLetters (refs).
-- @include shared/keys
-- @include shared/life

local out = { 'sessionKey conversationId summary redact deadLetters' }
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', now + LONGEST, '+inf', 'LIMIT', 0, 200)) do call('ZADD', P .. ':effects', now, sk) end
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', '-inf', now, 'LIMIT', 0, 200)) do
  local h = session_key(sk)
  local f = read(h, 'due_sum', 'k', 'conv', 'dead')
  if f.dead or not unfinished(sk, h) then
    call('ZREM', P .. ':effects', sk)
    let_go(sk, h)
  else
    call('ZADD', P .. ':effects', now + 60000, sk)
    local summary = f.due_sum and call('EXISTS', h .. ':t') == 0 and tonumber(f.k or 0) or false
    for _, value in ipairs({ sk, f.conv or '', summary, call('SMEMBERS', h .. ':r'), call('SMEMBERS', h .. ':b') }) do out[#out + 1] = value end
  end
end
return out
`,
  'sweep-held': String.raw`-- sweepHeld: with QUIET_STATES=post nothing is held: opens what was held before a restart. Answers the flush jobs
-- to add. Else it forgets sessions that have expired meanwhile.
-- @include shared/keys
-- @include shared/flushes
-- @include shared/pace
-- @include shared/state

local opened, flush = flushes()
if HOLD then
  for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':held', '-inf', now - TTL - TOUCH, 'LIMIT', 0, 500)) do
    if call('EXISTS', session_key(sk)) == 1 then call('ZADD', P .. ':held', now, sk) else call('ZREM', P .. ':held', sk) end
  end
  return opened
end
for _, sk in ipairs(call('ZRANGE', P .. ':held', 0, 499)) do
  local conv = call('HGET', session_key(sk), 'conv')
  if not conv or not held(conv) then
    call('ZREM', P .. ':held', sk)
    if conv then flush(sk, release(sk, conv)) end
  else call('ZADD', P .. ':held', now, sk) end
end
return opened
`,
  'sweep-names': String.raw`-- sweepNames: a 256th of the index of names per call; entries of what is gone go too. Returns how many went.
-- @include shared/lists
-- @include shared/names

local key = P .. ':names:' .. string.format('%02x', math.floor(now / 5000) % 256)
local entries, kept = call('LRANGE', key, 0, -1), {}
local keys = { s = ':s:', c = ':c:', d = ':dead:' }
for i = 1, #entries do
  local of, target = entry_target(entries[i])
  if keys[of] and call('EXISTS', P .. keys[of] .. target) == 1 then kept[#kept + 1] = entries[i] end
end
if #kept < #entries then
  call('DEL', key)
  push_all(key, kept)
end
return #entries - #kept
`,
  'sweep-outboxes': String.raw`-- The second net: finds what a killed process left between two steps.
-- sweepOutboxes: sessions with an outbox of version 0.1.0. Returns session keys.
-- @include shared/head

return call('ZRANGE', P .. ':admitted', 0, 499)
`,
  'take-over': String.raw`-- takeOver: what one erasure owes is another's from now on. ARGV: the one, the other.
-- @include shared/head

local from, to = unpack(ARGV)
local start = from .. '|'
local all = call('HGETALL', P .. ':owed')
for i = 1, #all, 2 do
  if string.sub(all[i + 1], 1, #start) == start then
    call('HSET', P .. ':owed', all[i], to .. string.sub(all[i + 1], #start))
  end
end
return 1
`,
  'traces': String.raw`-- traces: candidates for an erasure, by the names of a person. ARGV: kind (u, e, ct) and name by turns. Answers a table of "of" (s session,
-- c conversation, d dead letter) and target. "full" says that a user has more recent sessions than are listed.
-- @include shared/names

local out = { 'of target' }
local function add(of, target) out[#out + 1] = of out[#out + 1] = target end
for i = 1, #ARGV, 2 do
  local kind, name = ARGV[i], ARGV[i + 1]
  local key, entry = name_entry(kind, name, 'c', '')
  for _, each in ipairs(call('LRANGE', key, 0, -1)) do
    if string.sub(each, 1, 1) == string.sub(entry, 1, 1) then add(entry_target(each)) end
  end
  if kind ~= 'ct' then
    local recent = call('ZRANGE', P .. ':' .. kind .. ':' .. name, 0, -1)
    for _, sk in ipairs(recent) do add('s', sk) end
    if #recent >= 100 then add('full', '') end
    local conv = call('HGET', P .. ':w:' .. kind .. ':' .. name, 'conv')
    if conv then add('c', conv) end
  end
end
return out
`,
  'unlink': String.raw`-- unlink: in one step the fence stands, the session has no conversation, and what we posted there for it is owed; the run that is
-- posting has lost its session. ARGV: session key, conversation, who says so. Answers by name: is 'not_linked', or
-- is 'unlinked', parts (to redact). What waits stays in the buffer, as before a link; dead letters wait for the next link.
-- @include shared/keys
-- @include shared/lists
-- @include shared/life
-- @include shared/generation
-- @include shared/kept
-- @include shared/conversation
-- @include shared/names
-- @include shared/parting
-- @include shared/owing

local sk, conv, by = unpack(ARGV)
local h, c = session_key(sk), conversation_key(conv)
local f = read(h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'print', 'uk', 'ek', 'left', 'k')
if f.conv ~= conv then return { 'is', 'not_linked' } end
call('SET', parting_key(sk, conv), 1, 'PX', 90 * DAY)
call('HSET', c, 'x:' .. sk, now .. '|' .. by)
call('HDEL', c, 's:' .. sk, 'y:' .. sk)
decided(conv, 'unlinked_by_hand', sk)

local owner, parts = 'unlink:' .. sk, {}
local function owe(part)
  if not part or part == '' then return end
  owe_part(owner, conv, part)
  parts[#parts + 1] = part
end
for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do owe(string.match(note, '^([^|]*)|')) end
for _, part in ipairs(call('SMEMBERS', h .. ':r')) do owe(part) end
for _, part in ipairs(call('LRANGE', h .. ':p', 0, -1)) do owe(part) end
owe(f.lpart)

-- What may be there unrecorded: the note under way, and notes that failed for good.
local function look_for(ref, settled, print)
  call('HSET', P .. ':unlinks', sk .. '|' .. conv .. '|' .. ref, settled .. '|' .. print)
end
if f.ref and f.sent then look_for(f.ref, math.min(tonumber(f.settled or now), now + SETTLE), f.print or '') end
local function look_for_dead(kind, name)
  if not name or name == '' then return end
  local key, mine = name_entry(kind, name, 'd', '')
  for _, entry in ipairs(call('LRANGE', key, 0, -1)) do
    local of, ref = entry_target(entry)
    local d = P .. ':dead:' .. ref
    local dead = of == 'd' and string.sub(entry, 1, 1) == string.sub(mine, 1, 1) and read(d, 'sk', 'conv', 'print') or {}
    if dead.sk == sk and dead.conv == conv then
      look_for(ref, now, dead.print or '')
      call('HSET', d, 'conv', '')
    end
  end
end
look_for_dead('u', f.uk) look_for_dead('e', f.ek)
-- Those that were to be sent again are dead letters as before.
for _, ref in ipairs(call('LRANGE', h .. ':l', 0, -1)) do
  call('PEXPIRE', P .. ':dead:' .. ref, TTL + 7 * DAY)
  call('SADD', h .. ':b', ref)
end

keep_before(h)
trim_told(h, 0)
call('DEL', h .. ':n', h .. ':r', h .. ':p', h .. ':l', h .. ':t')
for _, list in ipairs({ ':u', ':s', ':q' }) do call('PEXPIRE', h .. list, UNLINKED + TOUCH) end
call('HSET', h, 'left', (f.left and f.left .. ' ' or '') .. conv, 'k', tonumber(f.k or 0) + 1)
call('HDEL', h, 'conv', 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'why', 'print', 'lref', 'lpart', 'lkeep', 'spart', 'cnt', 'base',
  'due_sum', 'cov_n', 'cov_a', 'by', 'rush', 'bins', 'lk', 'nsu', 'fast', 'muted')
local oldest
for _, item in ipairs(call('LRANGE', h .. ':q', 0, -1)) do
  local t = item_time(item)
  if t and (not oldest or t < oldest) then oldest = t end
end
if oldest then call('HSET', h, 'old', oldest) end
call('ZREM', P .. ':held', sk) call('ZREM', P .. ':silence', sk)
if call('SCARD', h .. ':b') > 0 then call('ZADD', P .. ':effects', now, sk) else call('ZREM', P .. ':effects', sk) end
close(sk, h)
touch(h)
return { 'is', 'unlinked', 'parts', parts }
`,
  'unmute-conversation': String.raw`-- unmuteConversation: ARGV: conversation. What was held goes out as when a conversation opens. Answers by
-- name: muted (1, or 0 where it was not), opened (the flush jobs to add).
-- @include shared/keys
-- @include shared/flushes
-- @include shared/life
-- @include shared/pace
-- @include shared/conversation
-- @include shared/state

local conv = unpack(ARGV)
local c, opened, flush = conversation_key(conv), flushes()
if call('HDEL', c, 'mute') == 0 then return { 'muted', 0, 'opened', opened } end
local still, waits = held(conv), false
for _, sk in ipairs(sessions_of(conv)) do
  if still then waits = waits or tonumber(call('HGET', session_key(sk), 'rush') or 0) > 0
  else
    call('ZREM', P .. ':held', sk)
    flush(sk, release(sk, conv))
  end
end
if not waits then call('HDEL', c, 'keep') end
touch_conversation(conv, TTL)
return { 'muted', 1, 'opened', opened }
`,
  'void-intent': String.raw`-- void: the text of this intent is gone, and it is not in the conversation: the session goes on without it. A due summary is written anew.
-- ARGV: session key, ref, owner. Returns 1, or 0 when fenced.
-- @include shared/keys
-- @include shared/intent

local sk, ref, owner = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'ref', 'own')
if f.ref ~= ref or f.own ~= owner then return 0 end
forget_intent(h, ref)
return 1
`,
  'wake': String.raw`-- wake: ARGV: what they wait for, how many, ms in which no others are woken. Answers the flush jobs to add.
-- @include shared/keys
-- @include shared/flushes

local kind, count, every = unpack(ARGV)
local key, opened, flush = P .. ':paused:' .. kind, flushes()
local sks = call('ZRANGE', key, 0, tonumber(count) - 1)
if #sks == 0 or not call('SET', key .. ':woken', now, 'NX', 'PX', every) then return opened end
for _, sk in ipairs(sks) do
  local h = session_key(sk)
  call('ZREM', key, sk)
  if call('HGET', h, 'pend') == '1' then
    flush(sk, call('HINCRBY', h, 'gen', 1))
    call('ZADD', P .. ':due', now, sk)
  end
end
return opened
`,
  'watch-silence': String.raw`-- Sessions with an error whose silence is measured: ":silence", by the time at which it is long enough. ARGV: session key, ms.
-- @include shared/head

local sk, ms = unpack(ARGV)
return call('ZADD', P .. ':silence', now + ms, sk)
`,
  'whereabouts': String.raw`-- whereabouts: to which session and conversation jobs belong. ARGV per job: session key, ref of its dead letter or ''. Answers a table with a
-- row per job: sessionId, conversationId, kind (of note).
-- @include shared/keys

local out = { 'sessionId conversationId kind' }
for i = 1, #ARGV, 2 do
  local sk, ref = unpack(ARGV, i, i + 1)
  local s = read(session_key(sk), 'sid', 'conv')
  local d = ref ~= '' and read(P .. ':dead:' .. ref, 'sid', 'conv', 'kind') or {}
  for _, value in ipairs({ d.sid or s.sid or '', d.conv or s.conv or '', d.kind or '' }) do out[#out + 1] = value end
end
return out
`,
};
