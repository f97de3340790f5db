-- begin: what the flush job of a generation does next. ARGV: session key, generation, owner (unique per run), fresh ref.
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
