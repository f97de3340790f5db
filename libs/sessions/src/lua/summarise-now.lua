-- summariseNow: somebody asks for a summary of what none covers yet. ARGV: session key. Answers by name: is 'nothing' (there is nothing to
-- tell), is 'due' (one is being written already), or is 'asked', summary (its number; the caller adds its job, after a kill before that the sweep does).
-- @include shared/keys
-- @include shared/life

local sk = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'dead', 'due_sum', 'cnt', 'k')
if not f.conv or f.dead then return { 'is', 'nothing' } end
if f.due_sum then return { 'is', 'due' } end
if tonumber(f.cnt or 0) == 0 or call('EXISTS', h .. ':u', h .. ':n') < 2 then return { 'is', 'nothing' } end
call('HSET', h, 'due_sum', 1)
call('HDEL', h, 'base')
keep(h)
call('PERSIST', h .. ':u') call('PERSIST', h .. ':n')
call('ZADD', P .. ':effects', now + 10000, sk)
return { 'is', 'asked', 'summary', tonumber(f.k or 0) }
