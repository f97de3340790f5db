-- Names of the two main keys.
-- @include shared/head

local function session_key(sk) return P .. ':s:' .. sk end

local function conversation_key(conv) return P .. ':c:' .. conv end
