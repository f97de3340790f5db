-- appendOutboxes: moves what version 0.1.0 had admitted into the buffers. ARGV: session keys. Answers the flush jobs to add.
-- @include shared/keys
-- @include shared/flushes
-- @include shared/outbox

local opened, flush = flushes()
for _, sk in ipairs(ARGV) do flush(sk, append_outbox(sk, session_key(sk))) end
return opened
