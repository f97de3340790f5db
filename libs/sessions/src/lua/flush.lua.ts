/**
 * begin: what the flush job of a generation does next. ARGV: session key, generation, owner (unique per run), fresh ref.
 * Fenced by the generation; the newest run owns the session. Returns
 *   { 'stop' }                     not ours any more, or nothing left
 *   { 'wait', ms }                 not quiet yet, or a planned wait is not over
 *   { 'post', ref, kind, conversation, session id, first action's time, sent, settled, tries, bins, now, failed, failure, print, made, since, items... }
 * For kind 'summary' the only item is the stored summary, for 'stream-summary' the item of the stream. `sent` = 0: certainly not posted yet. `print` tells the note that
 * was sent last, `made` when the intent was: a second try posts the same text. `since`: time of the
 * first action that a summary of the stream covers, 0: none. No item: the text is gone, and the note, which was sent,
 * can only be looked for. An intent that was not sent is void without its text.
 * The intent (ref, kind, range) is written before anybody may post: it survives the process.
 */
export const begin = /* lua */ `
local sk, gen, owner, ref = unpack(ARGV)
local h = session_key(sk)
local q = h .. ':q'
local f = call('HMGET', h, 'gen', 'pend', 'conv', 'dead', 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'first', 'last', 'rush', 'bins', 'wait', 'sid', 'began', 'exp', 'print', 'keep', 'lk', 'soon', 'why', 'nsu', 'fast', 'at', 'muted')
if f[1] ~= gen or f[2] ~= '1' then return { 'stop' } end
local conv = f[3]
if f[4] or not conv then close(sk, h) return { 'stop' } end
if not f[20] then keep(h) end
if tonumber(f[18] or 0) < now - TOUCH then touch(h, conv) end
local planned = ahead(f[15], LONGEST)
if planned > 0 then
  call('HSET', h, 'own', owner)
  return { 'wait', planned }
end
-- Who opened the generation, or wrote the last intent, has set the time too.
if now - tonumber(f[11] or 0) > 2000 then call('ZADD', P .. ':due', now, sk) end

local function items_of(kind, id, n)
  if kind == 'summary' then return { call('GET', h .. ':t') or nil } end
  if kind == 'late' then
    local list = {}
    for item in string.gmatch(call('HGET', P .. ':dead:' .. id, 'items') or '', '[^\\n]+') do list[#list + 1] = item end
    return list
  end
  return call('LRANGE', q, 0, n - 1)
end

local function post(id, kind, items, sent, settled, tries, bins, print, made)
  local since = kind == 'stream-summary' and item_time(call('LINDEX', h .. ':u', told(h, call('HGET', h, 'cnt'))) or '') or 0
  local failed = kind == 'late' and call('HGET', P .. ':dead:' .. id, 'at') or 0
  return { 'post', id, kind, conv, f[16] or '', f[17] or '0', sent, settled, tries, bins, now, failed or 0, tries > 0 and f[23] or '', print or '', made or now, since or 0, unpack(items) }
end

-- NOTE_PRESET=off: nothing is posted; what waits counts for summaries, and these are kept. A note that was sent before is looked for.
if MUTE and not (f[5] and f[8]) then
  if f[5] then forget_intent(h, f[5]) end
  absorb(sk, h)
  close(sk, h)
  return { 'stop' }
end
if f[27] and not MUTE then forget_muted(sk, h) end

if f[5] then
  local bins = f[14] and tonumber(f[13] or 0) > 0 and 1 or 0
  local items = MUTE and {} or items_of(f[6], f[5], tonumber(f[7]))
  if #items > 0 or f[8] then
    call('HSET', h, 'own', owner)
    -- An earlier POST may still arrive: after the clock was set back it is waited for anew.
    if tonumber(f[9] or 0) > now + SETTLE then f[9] = now + SETTLE call('HSET', h, 'settled', f[9]) end
    return post(f[5], f[6], items, tonumber(f[8] or 0), tonumber(f[9] or 0), tonumber(f[10] or 0), bins, f[19], tonumber(f[11] or now))
  end
  forget_intent(h, f[5])
end
if held(conv) then park(sk, h, conv) return { 'stop' } end

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
if len == 0 then close(sk, h) return { 'stop' } end
local rush, fast = math.min(tonumber(f[13] or 0), len), tonumber(f[25] or 0)
local owed = rush
if rush == 0 then
  local quiet, longest = pace(f[24], f[25])
  local latest = tonumber(f[11] or now) + longest
  local at = f[22] and now or math.min(tonumber(f[12] or now) + quiet, latest)
  local left = ahead(at, math.max(quiet, longest))
  if left > 0 then return { 'wait', left } end
  owed = len
  if f[14] or f[22] then call('HDEL', h, 'bins', 'soon') end
  if not f[22] then
    -- how quickly notes follow each other: slower again once the session itself is
    local since, n, rarest = now - tonumber(f[26] or 0), fast, MAXWAITS[#MAXWAITS]
    if since < rarest / 2 then fast = math.min(n + 1, 12)
    elseif since >= 2 * rarest then fast = 0
    elseif now < latest then fast = math.max(0, n - 1) end
  end
end

-- What led to the question is in notes of its own.
local upto = f[21] and math.min(owed, tonumber(f[21])) or owed
local chars, n, items = OVERHEAD + SID_COST * #(f[16] or ''), 0, {}
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
  if f[25] then call('HDEL', h, 'fast') end
end
return post(ref, 'actions', items, 0, 0, 0, (rush > 0 and f[14]) and 1 or 0)`;

/**
 * The last word before the HTTP call. may_post: 1 = yes; 0 = another run owns the session, or the intent is settled; -1 = the conversation
 * was closed or snoozed meanwhile, and the session is held. armed: from now on the note may be stored, with this print.
 */
export const lastWord = /* lua */ `
local function may_post(sk, ref, owner)
  local h = session_key(sk)
  local f = call('HMGET', h, 'ref', 'own', 'conv', 'dead', 'pend')
  if f[1] ~= ref or f[2] ~= owner or f[4] or f[5] ~= '1' then return 0 end
  if not held(f[3]) then return 1 end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print')
  park(sk, h, f[3])
  return -1
end

local function armed(sk, ref, owner, print)
  call('HSET', session_key(sk), 'sent', now, 'settled', now + SETTLE, 'print', print)
  call('ZADD', P .. ':due', now + SETTLE, sk)
end
`;

/** lastWordOf: may_post and armed as functions, for the step that takes the turn as well. */
export const lastWordOf = `${lastWord}
return may_post, armed`;

/** arm: the last word again, of a run that was stopped after it. ARGV: session key, ref, owner, print of the note. Returns as may_post. */
export const arm = /* lua */ `
local said = may_post(unpack(ARGV))
if said == 1 then armed(unpack(ARGV)) end
return said`;

/**
 * commit: Intercom has the note. ARGV: session key, ref, part id.
 * Returns { 'more' | 'done' | 'stale', summary number or -1, part ids to redact now... }. What follows is kept in the session
 * (to-redact set, summary due) until it has happened, so a kill right after this script loses nothing: the sweep names it again.
 * A second copy of a note that is already recorded goes to the to-redact set: it is ours.
 */
export const commit = /* lua */ `
local sk, ref, part = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'ref', 'kind', 'n', 'conv', 'lref', 'lpart', 'rush', 'cnt', 'cov_n', 'cov_a', 'due_sum', 'k', 'base', 'lkeep', 'lk', 'by', 'spart', 'nsu')

local fresh = {}
local function follow(result, summary)
  local out = { result, summary }
  for _, id in ipairs(fresh) do out[#out + 1] = id end
  if #out > 2 or summary >= 0 then call('ZADD', P .. ':effects', now + 10000, sk) end
  return out
end

local function redact_later(id)
  if call('SADD', h .. ':r', id) == 1 then fresh[#fresh + 1] = id end
end

if f[1] ~= ref then
  local known = f[5] == ref and f[6]
  if not known then
    for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
      local id, r = string.match(note, '^([^|]*)|%d+|(.*)$')
      if r == ref then known = id end
    end
  end
  if known and known ~= part then redact_later(part) call('PEXPIRE', h .. ':r', TTL + TOUCH) keep(h) return follow('stale', -1) end
  return { 'stale', -1 }
end

local kind, n, q = f[2], tonumber(f[3]), h .. ':q'
local count = tonumber(f[8] or 0)

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

if f[14] then remember(f[6]) end
local kept = kind == 'summary' or kind == 'stream-summary'
local lk = tonumber(f[15] or 0)
if kind == 'actions' and lk > 0 then
  -- kept, and not counted: the first summary is told its end as what came before
  kept = true
  if tonumber(f[12] or 0) == 0 then
    push_all(h .. ':f', call('LRANGE', q, math.max(0, n - 40), n - 1))
    call('LTRIM', h .. ':f', -40, -1)
    call('PEXPIRE', h .. ':f', TTL + TOUCH)
  end
  call('LTRIM', q, n, -1)
elseif kind == 'actions' then
  record(n, move())
elseif kind == 'summary' then
  -- what rules wrote tells too little to stand for its notes
  local redacts = REDACT and f[16] ~= 'rules'
  cover(tonumber(f[9] or 0), tonumber(f[10] or 0), redacts)
  if ROLLING and f[17] and redacts then
    redact_later(f[17])
    call('PEXPIRE', h .. ':r', TTL + TOUCH)
    call('LREM', h .. ':p', 0, f[17])
  end
  if (ROLLING or KEPT > 0) and call('EXISTS', h .. ':t') == 1 then
    call('RENAME', h .. ':t', h .. ':s')
    call('PEXPIRE', h .. ':s', TTL + TOUCH)
  else call('DEL', h .. ':t', h .. ':s') end
  keep_before(h)
  -- Only a summary that covers it asks for this one again.
  if ROLLING then call('HSET', h, 'spart', part) elseif f[17] then call('HDEL', h, 'spart') end
  call('HINCRBY', h, 'k', 1)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'by')
  f[11] = false
  f[12] = tonumber(f[12] or 0) + 1
elseif kind == 'stream-summary' then
  cover(tonumber(f[9] or 0), tonumber(f[10] or 0), REDACT)
  local prose = KEPT > 0 and call('LINDEX', q, 0)
  if prose then call('SET', h .. ':s', prose, 'PX', TTL + TOUCH) end
  call('LTRIM', q, 1, -1)
  call('HDEL', h, 'cov_n', 'cov_a')
elseif kind == 'late' then
  local d = P .. ':dead:' .. ref
  local items = {}
  for item in string.gmatch(call('HGET', d, 'items') or '', '[^\\n]+') do items[#items + 1] = item end
  if call('HGET', d, 'kind') == 'actions' and not call('HGET', d, 'link') then record(#items, push_all(h .. ':u', items) == #items) else kept = true end
  local names = call('HMGET', d, 'uk', 'ek', 'ct')
  forget_name('u', names[1], 'd', ref) forget_name('e', names[2], 'd', ref) forget_name('ct', names[3], 'd', ref)
  call('LPOP', h .. ':l')
  call('ZREM', P .. ':dead', ref)
  call('DEL', d)
end
local set, unset = { 'lref', ref, 'lpart', part }, { 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait' }
-- Of a counter that is 0 there is no field: an idle session is small.
if count > 0 then set[#set + 1] = 'cnt' set[#set + 1] = count else unset[#unset + 1] = 'cnt' end
if kept then set[#set + 1] = 'lkeep' set[#set + 1] = 1 else unset[#unset + 1] = 'lkeep' end
link_items_left(h, lk, n)
if kind == 'actions' and lk == 0 and PACED then set[#set + 1] = 'nsu' set[#set + 1] = tonumber(f[18] or 0) + 1 end
local rush = math.max(0, tonumber(f[7] or 0) - n)
if rush > 0 then set[#set + 1] = 'rush' set[#set + 1] = rush else unset[#unset + 1] = 'rush' unset[#unset + 1] = 'bins' end

local summary = -1
if OWN_SUMMARIES and not f[11] and count - tonumber(f[13] or 0) >= THRESHOLD then
  summary = tonumber(f[12] or 0)
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
local owes = rest or f[11] or summary >= 0
if not owes then unset[#unset + 1] = 'keep' end
call('HDEL', h, unpack(unset))
-- After a summary, lists that it kept from expiring have their own life again.
if kind == 'summary' then touch(h, f[4]) elseif not owes then call('PEXPIRE', h, TTL + TOUCH) end
if not rest and summary < 0 then return { 'done', -1 } end
return follow(more and 'more' or 'done', summary)`;

/**
 * defer: the next try is planned. ARGV: session key, owner, ms, outcome: 'unsent' (certainly not stored), 'unknown' (may still be
 * stored until it is settled), 'answered' (the call is over: look in 2 s), 'read' (only the look-up failed); 1 = an attempt was spent; why it failed.
 * Append and sweep respect the planned time. Returns 1, or 0 when another run owns the session.
 */
export const defer = /* lua */ `
local sk, owner, ms, outcome, spent, why = ARGV[1], ARGV[2], math.min(tonumber(ARGV[3]), LONGEST), ARGV[4], ARGV[5], ARGV[6]
local h = session_key(sk)
if call('HGET', h, 'own') ~= owner then return 0 end
know(h, outcome)
if spent == '1' then call('HINCRBY', h, 'tries', 1) call('HSET', h, 'why', why) end
call('HSET', h, 'wait', now + ms)
call('ZADD', P .. ':due', now + ms, sk)
return 1`;

/**
 * hurry: a signal is known in what waits: it is posted at once, at most once in HURRY_GAP (the first of that span). ARGV: session
 * key, when it came ('': now): one that came too soon after another is not made up for later, so that the next one is in time.
 * Returns the generation to flush; 0: nothing waits, too soon, or a note is under way, which is followed by it.
 */
export const hurry = /* lua */ `
local h = session_key(ARGV[1])
local f = call('HMGET', h, 'conv', 'dead', 'pend', 'gen', 'ref', 'wait', 'hurried')
if HURRY_GAP == 0 or MUTE or not f[1] or f[2] or f[3] ~= '1' or held(f[1]) or call('EXISTS', h .. ':q') == 0 then return 0 end
local came = math.min(tonumber(ARGV[2]) or now, now)
if f[7] and came - tonumber(f[7]) < HURRY_GAP then return 0 end
call('HSET', h, 'soon', 1, 'hurried', now)
if f[5] or tonumber(f[6] or 0) > now then return 0 end
return open(ARGV[1], h, f[4])`;
