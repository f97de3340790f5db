-- What is answered on a link or a state, by name: decision, opened (the flush jobs to add).
-- @include shared/flushes

local opened, flush = flushes()
local function reply(decision) return { 'decision', decision, 'opened', opened } end
