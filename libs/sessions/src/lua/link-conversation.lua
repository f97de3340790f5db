-- linkConversation: one webhook by which a user wrote. Applies the state, releases what was held, and finds the session: attribute,
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
