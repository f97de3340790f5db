-- Sends a dead note again, through its session, late. ARGV: session key, ref. Returns the generation to flush, 0 when one is open or held, -1 when the note is gone.
-- @include shared/keys
-- @include shared/life
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding

local sk, ref = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'pend', 'dead', 'gen')
if call('EXISTS', P .. ':dead:' .. ref) == 0 or not f.conv or f.dead then return -1 end
-- An unlink takes a dead letter out of its conversation: it goes where its session is linked now.
call('HSET', P .. ':dead:' .. ref, 'conv', f.conv)
if not call('LPOS', h .. ':l', ref) then call('RPUSH', h .. ':l', ref) end
call('PERSIST', P .. ':dead:' .. ref)
keep(h)
if f.pend == '1' then return tonumber(f.gen) end
if held(f.conv) then mark_held(sk) return 0 end
return open(sk, h)
