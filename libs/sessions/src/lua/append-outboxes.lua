-- appendOutboxes: ARGV: session keys. Returns per session the generation whose flush job the caller must add, or 0.
-- @include shared/keys
-- @include shared/outbox

local out = {}
for i = 1, #ARGV do out[i] = append_outbox(ARGV[i], session_key(ARGV[i])) end
return out
