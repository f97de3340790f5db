-- A conversation: its sessions, its reasons, for whom it waits.
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
