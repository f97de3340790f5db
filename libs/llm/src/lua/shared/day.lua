-- KEYS: 1 the breaker (hash: "failures" in a row, "open" since when, "probe_at" when the next call may try), 2 what the names of the days'
-- counts begin with, 3 the mark of the product, which always exists (2 never does); a day is a UTC day by Redis' clock, as days since 1970. Milliseconds and tokens throughout.

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function day_key(day) return KEYS[2] .. ':' .. day end
local today = math.floor(time[1] / 86400)
