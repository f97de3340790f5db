/**
 * linkConversation: one webhook by which a user wrote. Applies the state, releases what was held, and finds the session: attribute,
 * user, e-mail, else the conversation waits. One script, so that of two webhooks the first to arrive wins and looking up and waiting
 * cannot miss each other.
 * ARGV: notification id, conversation, state, state's time, key of the session id by attribute, that session id, user key, e-mail key,
 * contact id, 1 for a lead whose e-mail proves nothing (and is not given).
 * Returns { decision, sk, gen, sk, gen ... }: the flush jobs to add.
 */
export const linkConversation = /* lua */ `
local notification, conv, state, at, base, sid, uk, ek, contact, lead = unpack(ARGV)
local c = conversation_key(conv)
local opened = {}
local function flush(sk, gen) if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end end

local function reply(decision) return { decision, unpack(opened) } end

local asked = base ~= '' and named_part(base, uk) or ''
if asked == NOBODY or fenced('c', conv, 'ct', contact, 's', asked, 'u', uk, 'e', ek) then return reply('erased') end

if notification ~= '' and not call('SET', P .. ':ntf:' .. notification, 1, 'NX', 'PX', HOUR) then
  for _, sk in ipairs(sessions_of(conv)) do
    local f = call('HMGET', session_key(sk), 'pend', 'gen')
    if f[1] == '1' then flush(sk, tonumber(f[2])) end
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
  local f = call('HMGET', h, 'conv', 'start')
  if not f[2] then
    call('HSET', h, 'sid', sid, 'start', now, 'last', now, 'exp', now)
    if uk ~= '' and ek ~= '' then call('HSET', h, 'cek', ek) end
  end
  return reply(settle(asked, f[1], 'linked_by_attribute'))
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
return reply(why)`;

/** Sets a conversation's state when it is newer than the known one, and releases the sessions that were held. */
export const stateMoves = /* lua */ `
local function release(sk, conv)
  local h = session_key(sk)
  local f = call('HMGET', h, 'pend', 'dead')
  if f[1] == '1' or f[2] or (call('EXISTS', h) == 0) then return 0 end
  take_outbox(sk, h, conv, true)
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
  local muted = call('HEXISTS', c, 'mute') == 1
  if state == 'open' and not muted then call('HDEL', c, 'keep') end
  touch_conversation(conv, TTL)
  if state == 'open' and not muted and (f[1] == 'closed' or f[1] == 'snoozed') then
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
    local f = call('HMGET', h, 'pend', 'dead', 'ref', 'wait', 'rush', 'gen')
    local at_once = not f[3] and tonumber(f[5] or 0) > 0
    if f[1] == '1' and not f[2] and not at_once and call('EXISTS', h .. ':q') == 1 then
      call('HSET', h, 'soon', 1)
      if not f[3] and tonumber(f[4] or 0) <= now then flush(sk, open(sk, h, f[6])) end
    end
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

/**
 * A browser names its session, and Intercom a contact of the conversation: linked where the session is that contact's, by user id, or by
 * e-mail where one of them has no user id. ARGV: key of the session id, conversation, how, user key, e-mail key. Sticky like any other.
 */
export const linkSession = /* lua */ `
local base, conv, how, uk, ek = unpack(ARGV)
local sk = named_part(base, uk)
if not sk then return { 'not_of_this_contact' } end
local h = session_key(sk)
local f = call('HMGET', h, 'conv', 'start', 'uk', 'ek', 'dead')
if not f[2] then return { 'unknown_session' } end
local user = f[3] or ''
local both = user ~= '' and uk ~= ''
if f[5] or (both and user ~= uk) or (not both and (ek == '' or f[4] ~= ek)) then return { 'not_of_this_contact' } end
if parted(sk, conv) then return { 'unlinked_before' } end
if f[1] then return { f[1] == conv and 'already_linked' or 'session_has_other_conversation' } end
local gen = link(sk, h, conv, how, uk)
if gen > 0 then return { how, sk, gen } end
return { how }`;
