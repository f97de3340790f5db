-- Links that somebody took back.
-- @include shared/head

-- Somebody said that this session is not this conversation's: no rule links them again. The name is hashed: an erasure may leave it.
local function parting_key(sk, conv) return P .. ':unlinked:' .. redis.sha1hex(sk .. ':' .. conv) end

local function parted(sk, conv) return call('EXISTS', parting_key(sk, conv)) == 1 end
