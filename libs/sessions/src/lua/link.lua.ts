/**
 * linkConversation: one webhook by which a user wrote. Applies the state, releases what was held, and finds the session: attribute,
 * user, e-mail, else the conversation waits. One script, so that of two webhooks the first to arrive wins and looking up and waiting
 * cannot miss each other.
 * ARGV: notification id, conversation, state, state's time, session key by attribute, that session id, user key, e-mail key, contact id.
 * Returns { decision, sk, gen, sk, gen ... }: the flush jobs to add.
 */
export const linkConversation = /* lua */ `
local notification, conv, state, at, asked, sid, uk, ek, contact = unpack(ARGV)
local c = conversation_key(conv)
local opened = {}
local function flush(sk, gen) if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end end

local function reply(decision) return { decision, unpack(opened) } end

if fenced('c', conv, 'ct', contact, 's', asked, 'u', uk, 'e', ek) then return reply('erased') end

if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then
  for _, sk in ipairs(sessions_of(conv)) do
    local f = call('HMGET', session_key(sk), 'pend', 'gen')
    if f[1] == '1' then flush(sk, tonumber(f[2])) end
  end
  return reply('duplicate')
end

apply_state(conv, state, tonumber(at), flush)
-- What a search for missed webhooks compares with: the person's writing up to this time is dealt with.
call('HSET', c, 'heard', at)
if contact ~= '' then call('HSET', c, 'contact', contact) end
touch_conversation(conv, TTL)

local function wait(after)
  stop_waiting(conv)
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

local function settle(sk, owner, how)
  local h = session_key(sk)
  if not owner then flush(sk, link(sk, h, conv, how)) return how end
  if owner == conv then stop_waiting(conv) return 'already_linked' end
  wait(now)
  decided(conv, 'session_has_other_conversation', sk)
  return 'session_has_other_conversation'
end

if asked ~= '' then
  local h = session_key(asked)
  local f = call('HMGET', h, 'conv', 'start')
  if not f[2] then call('HSET', h, 'sid', sid, 'start', now, 'last', now, 'exp', now) end
  return reply(settle(asked, f[1], 'linked_by_attribute'))
end

if uk ~= '' then
  local mine = {}
  for _, s in ipairs(candidates(P .. ':u:' .. uk)) do if s.uk == uk then mine[#mine + 1] = s end end
  if mine[1] then return reply(settle(mine[1].sk, mine[1].conv, 'linked_by_user')) end
end

local why = 'no_session'
if uk == '' and ek == '' then why = 'contact_without_identity' end
if ek ~= '' then
  local all, mine = {}, {}
  for _, s in ipairs(candidates(P .. ':e:' .. ek)) do if s.ek == ek then all[#all + 1] = s end end
  for i = 1, #all do if all[i].uk == '' or all[i].uk == uk then mine[#mine + 1] = all[i] end end
  if ambiguous(all) then why = 'email_ambiguous'
  elseif mine[1] then return reply(settle(mine[1].sk, mine[1].conv, 'linked_by_email'))
  elseif all[1] then why = 'email_of_another_user' end
end
wait(0)
decided(conv, why)
return reply(why)`;

/** Sets a conversation's state when it is newer than the known one, and releases the sessions that were held. */
export const stateMoves = /* lua */ `
local function release(sk, conv)
  local h = session_key(sk)
  local f = call('HMGET', h, 'pend', 'dead')
  if f[1] == '1' or f[2] or (call('EXISTS', h) == 0) then return 0 end
  drain(sk, h, conv, true)
  local n = call('LLEN', h .. ':q')
  if n == 0 and call('EXISTS', h .. ':t') == 0 and call('EXISTS', h .. ':l') == 0 then return 0 end
  if n > 0 then call('HSET', h, 'rush', n, 'bins', 1) call('PERSIST', h .. ':q') call('HDEL', h, 'old') end
  return open(sk, h)
end

local function apply_state(conv, state, at, flush)
  if state == '' then return end
  local c = conversation_key(conv)
  local f = call('HMGET', c, 'state', 'at')
  if f[2] and tonumber(f[2]) > at then return end
  call('HSET', c, 'state', state, 'at', at)
  if state == 'open' then call('HDEL', c, 'keep') end
  touch_conversation(conv, TTL)
  if state == 'open' and (f[1] == 'closed' or f[1] == 'snoozed') then
    for _, sk in ipairs(sessions_of(conv)) do flush(sk, release(sk, conv)) end
  end
end
`;

/** ARGV: notification id, conversation, state, its time. Returns { 'state', sk, gen ... }. */
export const setConversationState = /* lua */ `
local notification, conv, state, at = unpack(ARGV)
local opened = {}
if fenced('c', conv) then return { 'erased' } end
if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then return { 'duplicate' } end
apply_state(conv, state, tonumber(at), function(sk, gen) if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end end)
return { 'state', unpack(opened) }`;

/** A link that somebody proved (browser snippet): ARGV: session key, conversation, how. Sticky like any other. */
export const linkSession = /* lua */ `
local sk, conv, how = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'conv', 'start')
if not f[2] then return { 'unknown_session' } end
if f[1] then return { f[1] == conv and 'already_linked' or 'session_has_other_conversation' } end
local gen = link(sk, h, conv, how)
if gen > 0 then return { how, sk, gen } end
return { how }`;
