-- Everything of a scope stops but the probes. ARGV: scope, why, time between probes. Again while paused: the probe failed.
-- @include shared/pauses

local scope, why, every = unpack(ARGV, OWN)
halt(scope, why, tonumber(every))

if dirty then save() end
return result
