-- Stores summary k, for the flush job to post. ARGV: session key, k, summary, who wrote it ("rules": nothing is redacted). Returns the generation to flush, or 0.
-- @include shared/keys
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding

local sk, k, text, by = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'due_sum', 'k', 'pend', 'conv', 'dead', 'gen')
if not f[1] or f[5] or (f[2] or '0') ~= k then return 0 end
if call('SET', h .. ':t', text, 'NX') then call('HSET', h, 'by', by) elseif f[3] == '1' then return tonumber(f[6]) end
if f[3] == '1' then return 0 end
if held(f[4]) then mark_held(sk) return 0 end
return open(sk, h)
