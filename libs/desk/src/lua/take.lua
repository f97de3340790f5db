-- Turns for those who ask together. ARGV: the class' share of the budget in thousandths, its kind, time between probes, the same in an
-- outage, how many are wanted. Answers by name, as "take" does. A turn that is not used is lost, after a kill too.
-- @include shared/turns

local share, kind, every, outage_every, wanted = unpack(ARGV, OWN)
return (take(share, kind, every, outage_every, tonumber(wanted)))
