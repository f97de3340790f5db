-- Stores summary k, for the flush job to post. ARGV: session key, k, summary, who wrote it ("rules": nothing is redacted). Returns the generation to flush, or 0.
-- @include shared/keys
-- @include shared/pace
-- @include shared/generation
-- @include shared/holding

local sk, k, text, by = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'due_sum', 'k', 'pend', 'conv', 'dead', 'gen')
if not f.due_sum or f.dead or (f.k or '0') ~= k then return 0 end
if call('SET', h .. ':t', text, 'NX') then call('HSET', h, 'by', by) elseif f.pend == '1' then return tonumber(f.gen) end
if f.pend == '1' then return 0 end
if held(f.conv) then mark_held(sk) return 0 end
return open(sk, h)
