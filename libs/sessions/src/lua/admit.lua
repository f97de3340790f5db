-- admit: takes a batch of events in, once each, in the order of the reader: into the session's buffer, which arrivals trim as long as
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
