-- How long a session's keys live.
-- @include shared/keys

-- Life of a conversation. One whose state keeps a session waiting ('keep') is not forgotten before it opens.
local function touch_conversation(conv, ttl)
  local c = conversation_key(conv)
  if not call('HGET', c, 'keep') then call('PEXPIRE', c, ttl) end
end

-- A session's keys live as long as its last activity says; refreshed at most once a minute, so that busy sessions pay nothing for it. The
-- hash of one that owes something ('keep') has no end of life, and what a due summary covers has none either.
local function touch(h, conv)
  local ttl = (conv and TTL or UNLINKED) + TOUCH
  local f = read(h, 'keep', 'due_sum')
  call('HSET', h, 'exp', now)
  if not f.keep then call('PEXPIRE', h, ttl) end
  if call('STRLEN', h .. ':e') <= REMEMBERED then call('PEXPIRE', h .. ':e', math.min(ttl, DAY + TOUCH)) end
  if conv then
    if not f.due_sum then call('PEXPIRE', h .. ':u', ttl) call('PEXPIRE', h .. ':n', ttl) end
    for _, list in ipairs({ ':r', ':p', ':f', ':s' }) do call('PEXPIRE', h .. list, ttl) end
    touch_conversation(conv, ttl)
  end
end

-- From now on this session owes something: whatever happens to its readers and writers, it is not forgotten.
local function keep(h)
  call('HSET', h, 'keep', 1)
  call('PERSIST', h)
end

local function unfinished(sk, h)
  return call('HGET', h, 'due_sum') or call('SCARD', h .. ':r') > 0 or call('SCARD', h .. ':b') > 0
end

-- Where nothing is owed any more, the life of the session begins to run again.
local function let_go(sk, h)
  local f = read(h, 'keep', 'pend', 'rush', 'conv')
  if not f.keep or f.pend == '1' or unfinished(sk, h) or call('EXISTS', h .. ':l', h .. ':t') > 0 then return end
  if tonumber(f.rush or 0) > 0 and call('EXISTS', h .. ':q') == 1 then return end
  call('HDEL', h, 'keep')
  touch(h, f.conv)
end
