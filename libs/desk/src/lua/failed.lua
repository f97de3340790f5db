-- A transient failure. ARGV: kind, the conversation or '', why, time between probes in an outage.
-- Answers 1 when it is an outage's: nobody's fault, no attempt is spent.
-- @include shared/pauses

local kind, who, reason, every = unpack(ARGV, OWN)
if at(kind .. ':last') < now - 600000 then forget(kind, ':failed', ':by', ':began') end
if not p[kind .. ':began'] then set(kind .. ':began', now) end
set(kind .. ':failed', at(kind .. ':failed') + 1)
set(kind .. ':last', now)
join(kind .. ':by', who)
if tripped(kind) and not p['outage:since'] then set('outage:began', at(kind .. ':began')) end
if tripped(kind) or p['outage:since'] then halt('outage', reason, tonumber(every)) end
result = standing(kind).outage and 1 or 0

if dirty then save() end
return result
