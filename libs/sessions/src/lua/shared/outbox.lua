-- What 0.1.0 left in a session's outbox: into its buffer, with what an arrival there would have done. Returns the generation it opened, or 0.
-- @include shared/pace
-- @include shared/generation
-- @include shared/old-outbox
-- @include shared/arrivals

local function append_outbox(sk, h)
  local f = call('HMGET', h, 'conv', 'pend', 'gen', 'uk', 'ek', 'start', 'hint')
  local conv = f[1]
  local quiet = conv and f[2] ~= '1' and held(conv)
  if take_outbox(sk, h, conv, not conv or quiet) == 0 then return 0 end
  if conv then return (quiet or f[2] == '1') and 0 or open(sk, h, f[3]) end
  return link_arrival(sk, h, f[7] or '', f[4], f[5], tonumber(f[6] or 0))
end
