/**
 * admit: makes a batch of events durable, once each, in the order of the reader.
 * ARGV per event: key of the session id, event id (8 bytes), session id, user key, e-mail key, conversation hint, items joined by newlines.
 * Returns per event 1 (new), the key of the part (new, of another than the first user of the session id), or 0 (seen before, or of
 * somebody who was erased). After it, the outbox holds the items until an append takes them: a kill before the job is added loses nothing,
 * for the sweep looks into ":admitted".
 */
export const admit = /* lua */ `
local ID, NEWEST, KEPT = 8, 64, 2048

local function among(ids, id)
  local at = string.find(ids, id, 1, true)
  while at and (at - 1) % ID > 0 do at = string.find(ids, id, at + 1, true) end
  return at
end

-- The ids of the last 8 events are a field of the session, for most sessions have no more, and a key of their own would take half as much
-- memory as the session. From there they move on, eight at a time, into a string of the last 256. Returns the field with the new id in
-- it, or nil for an id that was seen.
local function remember(h, newest, id, life)
  if among(newest, id) then return nil end
  local older = newest ~= '' and call('GET', h .. ':e')
  if older and among(older, id) then return nil end
  if #newest < NEWEST then return newest .. id end
  call('SET', h .. ':e', string.sub((older or '') .. newest, -KEPT), 'PX', life)
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

-- Which part of a session id an event belongs to. Who is anonymous there is the one who came last.
local function part_of(base, user, parts, uk)
  if uk == '' then return parts and newest_part(parts) or base end
  if user == uk or (not user and not fenced('s', base)) then return base end
  return part_key(base, uk)
end

-- A link that was made before the session was seen turns out to be of another user: the conversation waits for a session of its own user.
local function unlink_unseen(base, b, conv, user)
  call('HDEL', conversation_key(conv), 's:' .. base)
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

local function refused(reason, items)
  local _, n = string.gsub(items, '[^\\n]+', '')
  dropped(reason, n)
  return 0
end

local function take_in(base, eid, sid, uk, ek, hint, items)
  local b = session_key(base)
  local f = call('HMGET', b, 'exp', 'uk', 'ek', 'conv', 'began', 'idx', 'ev', 'keep', 'parts')
  local ids, parts, sk, h = f[7], f[9], base, b
  if f[2] or uk ~= '' then
    sk = part_of(base, f[2], parts, uk)
    h = session_key(sk)
  end
  if sk == NOBODY or fenced('s', sk, 'u', uk, 'e', ek) then return refused('erased', items) end
  -- The connector summarises a session id, whoever it was.
  if parts and string.sub(items, 1, 1) == 's' then return refused('summary_of_several_users', items) end
  if sk ~= base then
    if f[4] and not f[5] then unlink_unseen(base, b, f[4], f[2]) end
    f = call('HMGET', h, 'exp', 'uk', 'ek', 'conv', 'began', 'idx', 'ev', 'keep')
  end
  -- Two readers may tell an event before and after the user changed: its id is known to the session id.
  local events = remember(b, ids or '', eid, math.min(f[4] and TTL or LOOKBACK, DAY) + TOUCH)
  if not events then return 0 end
  local set = { 'last', now }
  if sk == base then set[3] = 'ev' set[4] = events else call('HSET', b, 'ev', events) end
  local renewed = not f[1] or tonumber(f[1]) < now - TOUCH
  if (sk ~= base and renewed) or newest_part(parts or base) ~= sk then
    note_part(base, b, parts, sk, (f[4] and TTL or LOOKBACK) + TOUCH)
    if sk ~= base then set[#set + 1] = 'of' set[#set + 1] = base end
  end
  if not f[1] then set[#set + 1] = 'start' set[#set + 1] = now set[#set + 1] = 'sid' set[#set + 1] = sid end
  local known = f[6] and tonumber(f[6]) >= now - TOUCH
  if uk ~= '' and f[2] ~= uk then set[#set + 1] = 'uk' set[#set + 1] = uk f[2] = uk known = false end
  if ek ~= '' and f[3] ~= ek then set[#set + 1] = 'ek' set[#set + 1] = ek f[3] = ek known = false end
  if not known and (f[2] or f[3]) then
    index('u', f[2], sk) index('e', f[3], sk)
    set[#set + 1] = 'idx' set[#set + 1] = now
  end
  if hint ~= '' and not f[4] then set[#set + 1] = 'hint' set[#set + 1] = hint end
  local list = {}
  for item in string.gmatch(items, '[^\\n]+') do list[#list + 1] = item end
  if not f[5] and item_time(list[1]) then set[#set + 1] = 'began' set[#set + 1] = item_time(list[1]) end
  local owes = f[4] and not f[8]
  if owes then set[#set + 1] = 'keep' set[#set + 1] = 1 end
  call('HSET', h, unpack(set))
  if owes then call('PERSIST', h) end
  if renewed then touch(h, f[4]) end
  push_all(h .. ':o', list)
  call('ZADD', P .. ':admitted', now, sk)
  return sk == base and 1 or sk
end

local out = {}
for i = 1, #ARGV, 7 do out[#out + 1] = take_in(unpack(ARGV, i, i + 6)) end
return out`;

/**
 * append: moves admitted items into the session's buffer, links a session whose conversation waits for it, and opens a flush when
 * the session was idle. ARGV per session: session key, 1 when the job ran before (then the current generation is told again).
 * Returns per session the generation whose flush job the caller must add, or 0, and how long nothing can be due for it, in ms.
 */
export const append = /* lua */ `
local function waiting(uk, ek, start)
  if uk and uk ~= '' then
    local w = call('HMGET', P .. ':w:u:' .. uk, 'conv', 'after')
    if w[1] and start > tonumber(w[2]) then return w[1], uk end
  end
  if ek and ek ~= '' then
    local w = call('HMGET', P .. ':w:e:' .. ek, 'conv', 'after', 'ext', 'amb')
    if w[1] and start > tonumber(w[2]) then
      local own = uk and uk ~= '' and uk == w[3]
      local anonymous = not uk or uk == ''
      if own or (anonymous and not w[4] and not contested(candidates(P .. ':e:' .. ek), w[3])) then return w[1], w[3] end
      decided(w[1], (anonymous and 'waiting_email_ambiguous' or 'waiting_email_of_another_user'))
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

local out = {}
for i = 1, #ARGV, 2 do
  local sk, again = ARGV[i], ARGV[i + 1]
  local h = session_key(sk)
  local f = call('HMGET', h, 'conv', 'pend', 'gen', 'uk', 'ek', 'start', 'dead', 'hint')
  local gen, quiet_ms = 0, 0
  if f[7] then
    dropped('conversation_gone', call('LLEN', h .. ':o'))
    call('DEL', h .. ':o')
    call('ZREM', P .. ':admitted', sk)
    let_go(sk, h)
  elseif not f[1] then
    local conv, contact, how = f[8], nil, 'linked_by_stream'
    if conv and of_another(conv, f[4]) then
      decided(conv, 'stream_names_other_user', sk)
      call('HDEL', h, 'hint')
      conv = nil
    end
    if not conv then
      conv, contact = waiting(f[4], f[5], tonumber(f[6] or 0))
      how = 'linked_after_waiting'
    end
    if conv then gen = link(sk, h, conv, how, contact) else drain(sk, h, nil, true) end
  elseif f[2] == '1' then
    local moved = drain(sk, h, f[1], false)
    if moved == 0 and again == '1' then gen = tonumber(f[3]) end
  else
    local quiet = held(f[1])
    if drain(sk, h, f[1], quiet) > 0 and not quiet then
      gen = open(sk, h, f[3])
      quiet_ms = math.min(QUIET, MAXWAIT)
    elseif quiet then let_go(sk, h) end
  end
  out[#out + 1] = gen
  out[#out + 1] = quiet_ms
end
return out`;
