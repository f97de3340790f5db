-- What 0.1.0 left in a session's outbox: into its buffer, with what an arrival there would have done. Returns the generation it opened, or 0.
-- @include shared/pace
-- @include shared/generation
-- @include shared/old-outbox
-- @include shared/arrivals

local function append_outbox(sk, h)
  local f = read(h, 'conv', 'pend', 'gen', 'uk', 'ek', 'start', 'hint')
  local conv = f.conv
  local quiet = conv and f.pend ~= '1' and held(conv)
  if take_outbox(sk, h, conv, not conv or quiet) == 0 then return 0 end
  if conv then return (quiet or f.pend == '1') and 0 or open(sk, h, f.gen) end
  return link_arrival(sk, h, f.hint or '', f.uk, f.ek, tonumber(f.start or 0))
end
