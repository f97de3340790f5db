-- Which conversation a session is linked to on an arrival: one that the payload names, unless it is known to be another user's, else one
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
