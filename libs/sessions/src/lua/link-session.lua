-- A browser names its session, and Intercom a contact of the conversation: linked where the session is that contact's, by user id, or by
-- e-mail where one of them has no user id. ARGV: key of the session id, conversation, how, user key, e-mail key. Sticky like any other.
-- @include shared/keys
-- @include shared/parts
-- @include shared/parting
-- @include shared/linking

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
return { how }
