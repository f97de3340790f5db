-- A browser names its session, and Intercom a contact of the conversation: linked where the session is that contact's, by user id, or by
-- e-mail where one of them has no user id. ARGV: key of the session id, conversation, how, user key, e-mail key. Sticky like any other.
-- Answers by name: decision, opened (the flush jobs to add).
-- @include shared/keys
-- @include shared/decision
-- @include shared/parts
-- @include shared/parting
-- @include shared/linking

local base, conv, how, uk, ek = unpack(ARGV)
local sk = named_part(base, uk)
if not sk then return reply('not_of_this_contact') end
local h = session_key(sk)
local f = read(h, 'conv', 'start', 'uk', 'ek', 'dead')
if not f.start then return reply('unknown_session') end
local user = f.uk or ''
local both = user ~= '' and uk ~= ''
if f.dead or (both and user ~= uk) or (not both and (ek == '' or f.ek ~= ek)) then return reply('not_of_this_contact') end
if parted(sk, conv) then return reply('unlinked_before') end
if f.conv then return reply(f.conv == conv and 'already_linked' or 'session_has_other_conversation') end
flush(sk, link(sk, h, conv, how, uk))
return reply(how)
