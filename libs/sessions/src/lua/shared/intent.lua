-- The note that is being delivered.
-- @include shared/head

-- An intent without text is void.
local function forget_intent(h, ref)
  if call('EXISTS', P .. ':dead:' .. ref) == 0 then call('LREM', h .. ':l', 0, ref) end
  call('HDEL', h, 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait')
end

-- What was in the buffer at the link ('lk' items, in front) led to the question: its notes stay. Of these n items have left the buffer.
local function link_items_left(h, lk, n)
  if lk > n then call('HSET', h, 'lk', lk - n) elseif lk > 0 then call('HDEL', h, 'lk') end
end
