-- Everything of a scope stops but the probes. ARGV: 8 scope, 9 why, 10 time between probes. Again while paused: the probe failed.
-- @include shared/pauses

halt(ARGV[8], ARGV[9], tonumber(ARGV[10]))

if dirty then save() end
return result
