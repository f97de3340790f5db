-- Busy spells of a session, and what an attempt leaves behind.
-- @include shared/life

-- Opens the next generation: the caller adds the flush job of that number. Only one generation is ever current. The last one is given
-- by callers that know it. A session without an open generation has no planned wait: who closes it ends that too.
local function open(sk, h, last)
  local gen = tonumber(last or call('HGET', h, 'gen') or 0) + 1
  call('HSET', h, 'gen', gen, 'pend', 1, 'first', now, 'keep', 1)
  call('PERSIST', h)
  call('ZADD', P .. ':due', now, sk)
  return gen
end

local function close(sk, h)
  call('HDEL', h, 'pend', 'wait', 'own', 'first', 'job', 'soon')
  call('ZREM', P .. ':due', sk)
  let_go(sk, h)
end

-- What an attempt leaves behind: 'unsent' (certainly not stored), 'answered' (the call is over, and it shows in 2 s whether it stored
-- the note), 'unknown' (that shows once it is settled), 'read' (nothing new).
local function know(h, outcome)
  if outcome == 'unsent' then call('HDEL', h, 'sent', 'settled') end
  if outcome == 'answered' then call('HSET', h, 'settled', now + 2000) end
end
