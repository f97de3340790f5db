-- summariseNow: somebody asks for a summary of what none covers yet. ARGV: session key. Returns 'nothing' (there is nothing to tell), 'due' (one
-- is being written already), or 'asked' and the number of the summary whose job the caller adds; after a kill before that the sweep does.
-- @include shared/keys
-- @include shared/life

local sk = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'dead', 'due_sum', 'cnt', 'k')
if not f.conv or f.dead then return { 'nothing' } end
if f.due_sum then return { 'due' } end
if tonumber(f.cnt or 0) == 0 or call('EXISTS', h .. ':u', h .. ':n') < 2 then return { 'nothing' } end
call('HSET', h, 'due_sum', 1)
call('HDEL', h, 'base')
keep(h)
call('PERSIST', h .. ':u') call('PERSIST', h .. ':n')
call('ZADD', P .. ':effects', now + 10000, sk)
return { 'asked', tonumber(f.k or 0) }
