-- freeze: fixes, before the LLM is asked, which whole notes summary k covers: the oldest, with as many actions as its prompt holds; a rolling
-- one leaves the newest note, unless it holds most of them. ARGV: session key, k. Answers by name:
-- covered (items of actions), before (items of what led to the question), earlier (the summary before, when rolling, or nil); the
-- first is empty when this summary is not due any more, its text is already stored, or nothing is left
-- of what it would tell: then it is void.
-- @include shared/keys
-- @include shared/life
-- @include shared/kept

local sk, k = unpack(ARGV)
local function answer(covered, before, earlier) return { 'covered', covered, 'before', before, 'earlier', earlier } end
local h = session_key(sk)
local f = read(h, 'due_sum', 'k', 'cov_a', 'dead', 'cnt')
if not f.due_sum or f.dead or (f.k or '0') ~= k or call('EXISTS', h .. ':t') == 1 then return answer({}, {}, false) end
local actions = tonumber(f.cov_a or -1)
if actions < 0 then
  local notes, newest, all = 0, 0, true
  actions = 0
  for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
    local count = tonumber(string.match(note, '^[^|]*|(%d+)|'))
    if notes > 0 and actions + count > COVERED_MAX then all = false break end
    notes, actions, newest = notes + 1, actions + count, count
  end
  -- Rolling: the newest note stays for the agent, who may be reading it; it has had its part in what made this summary due.
  if ROLLING and not MUTE and all and (actions - newest) * 2 >= THRESHOLD then
    notes, actions = notes - 1, actions - newest
    call('HSET', h, 'base', newest)
  else call('HDEL', h, 'base') end
  call('HSET', h, 'cov_n', notes, 'cov_a', actions)
end
local first = told(h, f.cnt)
local items = actions > 0 and call('LRANGE', h .. ':u', first, first + actions - 1) or {}
if #items == 0 then
  call('DEL', h .. ':n')
  call('HSET', h, 'cnt', 0)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'base')
  if not unfinished(sk, h) then call('ZREM', P .. ':effects', sk) let_go(sk, h) end
  return answer({}, {}, false)
end
call('ZADD', P .. ':effects', now + 60000, sk)
return answer(items, call('LRANGE', h .. ':f', 0, -1), ROLLING and call('GET', h .. ':s'))
