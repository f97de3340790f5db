/**
 * admit: makes a batch of events durable, once each, in the order of the reader.
 * ARGV per event: session key, event id (8 bytes), session id, user key, e-mail key, conversation hint, items joined by newlines.
 * Returns 1 (new) or 0 (seen before, or of somebody who was erased) per event. After it, the outbox holds the items until an append takes them:
 * a kill before the job is added loses nothing, for the sweep looks into ":admitted".
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

local function take_in(sk, eid, sid, uk, ek, hint, items)
  if fenced('s', sk, 'u', uk, 'e', ek) then
    local _, n = string.gsub(items, '[^\\n]+', '')
    dropped('erased', n)
    return 0
  end
  local h = session_key(sk)
  local f = call('HMGET', h, 'exp', 'uk', 'ek', 'conv', 'began', 'idx', 'ev', 'keep')
  local events = remember(h, f[7] or '', eid, math.min(f[4] and TTL or LOOKBACK, DAY) + TOUCH)
  if not events then return 0 end
  local set = { 'last', now, 'ev', events }
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
  if not f[1] or tonumber(f[1]) < now - TOUCH then touch(h, f[4]) end
  push_all(h .. ':o', list)
  call('ZADD', P .. ':admitted', now, sk)
  return 1
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
    if w[1] and start > tonumber(w[2]) then return w[1] end
  end
  if ek and ek ~= '' then
    local w = call('HMGET', P .. ':w:e:' .. ek, 'conv', 'after', 'ext', 'amb')
    if w[1] and start > tonumber(w[2]) then
      local own = uk and uk ~= '' and uk == w[3]
      local anonymous = not uk or uk == ''
      if own or (anonymous and not w[4] and not ambiguous(candidates(P .. ':e:' .. ek))) then return w[1] end
      decided(w[1], (anonymous and 'waiting_email_ambiguous' or 'waiting_email_of_another_user'))
    end
  end
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
    local how = 'linked_by_stream'
    local conv = f[8]
    if not conv then conv = waiting(f[4], f[5], tonumber(f[6] or 0)) how = 'linked_after_waiting' end
    if conv then gen = link(sk, h, conv, how) else drain(sk, h, nil, true) end
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
