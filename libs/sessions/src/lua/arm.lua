-- arm: the last word again, of a run that was stopped after it. ARGV: session key, ref, owner, print of the note. Returns as may_post.
-- @include shared/last-word

local said = may_post(unpack(ARGV))
if said == 1 then armed(unpack(ARGV)) end
return said
