-- The conversation is gone: the session ends, its actions are dropped and counted. ARGV: session key, owner.
-- @include shared/keys
-- @include shared/lists
-- @include shared/generation

local sk, owner = unpack(ARGV)
local h = session_key(sk)
if owner ~= '' and call('HGET', h, 'own') ~= owner then return 0 end
dropped('conversation_gone', call('LLEN', h .. ':q') + call('LLEN', h .. ':o'))
for _, ref in ipairs(call('LRANGE', h .. ':l', 0, -1)) do call('PEXPIRE', P .. ':dead:' .. ref, TTL) end
call('DEL', h .. ':q', h .. ':o', h .. ':u', h .. ':n', h .. ':r', h .. ':t', h .. ':l', h .. ':f', h .. ':s')
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':effects', sk)
call('HSET', h, 'dead', 1, 'cnt', 0)
call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'rush', 'bins', 'lk', 'due_sum', 'cov_n', 'cov_a', 'by')
close(sk, h)
return 1
