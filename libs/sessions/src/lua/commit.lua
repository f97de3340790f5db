-- commit: Intercom has the note. ARGV: session key, ref, part id.
-- Answers by name: result ('more', 'done' or 'stale'), summary (number of the one that is due, or nil), redact (part ids, now). What follows is kept in the session
-- (to-redact set, summary due) until it has happened, so a kill right after this script loses nothing: the sweep names it again.
-- A second copy of a note that is already recorded goes to the to-redact set: it is ours.
-- @include shared/keys
-- @include shared/lists
-- @include shared/life
-- @include shared/kept
-- @include shared/intent
-- @include shared/names

local sk, ref, part = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'ref', 'kind', 'n', 'conv', 'lref', 'lpart', 'rush', 'cnt', 'cov_n', 'cov_a', 'due_sum', 'k', 'base', 'lkeep', 'lk', 'by', 'spart', 'nsu')

local fresh = {}
local function answer(result, summary) return { 'result', result, 'summary', summary, 'redact', fresh } end

local function follow(result, summary)
  if #fresh > 0 or summary then call('ZADD', P .. ':effects', now + 10000, sk) end
  return answer(result, summary)
end

local function redact_later(id)
  if call('SADD', h .. ':r', id) == 1 then fresh[#fresh + 1] = id end
end

if f.ref ~= ref then
  local known = f.lref == ref and f.lpart
  if not known then
    for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
      local id, r = string.match(note, '^([^|]*)|%d+|(.*)$')
      if r == ref then known = id end
    end
  end
  if known and known ~= part then redact_later(part) call('PEXPIRE', h .. ':r', TTL + TOUCH) keep(h) return follow('stale', false) end
  return answer('stale', false)
end

local kind, n, q = f.kind, tonumber(f.n), h .. ':q'
local count = tonumber(f.cnt or 0)

-- Parts that nothing will redact, of summaries and of what they cover with REDACT=off: an erasure needs to know them. The last part of a
-- session is known from its hash ('lkeep' says that it is one of these), so that a session with one summary needs no list.
local function remember(id)
  call('RPUSH', h .. ':p', id)
  call('PEXPIRE', h .. ':p', TTL)
end

-- Lists made now have no life of their own yet.
local function record(actions, fresh)
  if fresh then call('PEXPIRE', h .. ':u', TTL + TOUCH) end
  if call('RPUSH', h .. ':n', part .. '|' .. actions .. '|' .. ref) == 1 then call('PEXPIRE', h .. ':n', TTL + TOUCH) end
  count = count + actions
end

-- The texts of the note's actions, from the buffer to those that no summary covers; all of them at once where that list is empty.
local function move()
  local whole = call('LLEN', q) == n
  if whole and call('RENAMENX', q, h .. ':u') == 1 then return true end
  local fresh = push_all(h .. ':u', call('LRANGE', q, 0, n - 1)) == n
  if whole then call('DEL', q) else call('LTRIM', q, n, -1) end
  return fresh
end

local function cover(notes, actions, redacts)
  if notes > 0 then
    for _, note in ipairs(call('LRANGE', h .. ':n', 0, notes - 1)) do
      local id = string.match(note, '^([^|]*)|')
      if redacts then redact_later(id) else remember(id) end
    end
    if redacts then call('PEXPIRE', h .. ':r', TTL + TOUCH) end
    call('LTRIM', h .. ':n', notes, -1)
    count = count - actions
    trim_told(h, count)
  end
end

if f.lkeep then remember(f.lpart) end
local kept = kind == 'summary' or kind == 'stream-summary'
local lk = tonumber(f.lk or 0)
if kind == 'actions' and lk > 0 then
  -- kept, and not counted: the first summary is told its end as what came before
  kept = true
  if tonumber(f.k or 0) == 0 then
    push_all(h .. ':f', call('LRANGE', q, math.max(0, n - 40), n - 1))
    call('LTRIM', h .. ':f', -40, -1)
    call('PEXPIRE', h .. ':f', TTL + TOUCH)
  end
  call('LTRIM', q, n, -1)
elseif kind == 'actions' then
  record(n, move())
elseif kind == 'summary' then
  -- what rules wrote tells too little to stand for its notes
  local redacts = REDACT and f.by ~= 'rules'
  cover(tonumber(f.cov_n or 0), tonumber(f.cov_a or 0), redacts)
  if ROLLING and f.spart and redacts then
    redact_later(f.spart)
    call('PEXPIRE', h .. ':r', TTL + TOUCH)
    call('LREM', h .. ':p', 0, f.spart)
  end
  if (ROLLING or KEPT > 0) and call('EXISTS', h .. ':t') == 1 then
    call('RENAME', h .. ':t', h .. ':s')
    call('PEXPIRE', h .. ':s', TTL + TOUCH)
  else call('DEL', h .. ':t', h .. ':s') end
  keep_before(h)
  -- Only a summary that covers it asks for this one again.
  if ROLLING then call('HSET', h, 'spart', part) elseif f.spart then call('HDEL', h, 'spart') end
  call('HINCRBY', h, 'k', 1)
  call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'by')
  f.due_sum = false
  f.k = tonumber(f.k or 0) + 1
elseif kind == 'stream-summary' then
  cover(tonumber(f.cov_n or 0), tonumber(f.cov_a or 0), REDACT)
  local prose = KEPT > 0 and call('LINDEX', q, 0)
  if prose then call('SET', h .. ':s', prose, 'PX', TTL + TOUCH) end
  call('LTRIM', q, 1, -1)
  call('HDEL', h, 'cov_n', 'cov_a')
elseif kind == 'late' then
  local d = P .. ':dead:' .. ref
  local items = {}
  for item in string.gmatch(call('HGET', d, 'items') or '', '[^\n]+') do items[#items + 1] = item end
  if call('HGET', d, 'kind') == 'actions' and not call('HGET', d, 'link') then record(#items, push_all(h .. ':u', items) == #items) else kept = true end
  local names = read(d, 'uk', 'ek', 'ct')
  forget_name('u', names.uk, 'd', ref) forget_name('e', names.ek, 'd', ref) forget_name('ct', names.ct, 'd', ref)
  call('LPOP', h .. ':l')
  call('ZREM', P .. ':dead', ref)
  call('DEL', d)
end
local set, unset = { 'lref', ref, 'lpart', part }, { 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'print', 'wait' }
-- Of a counter that is 0 there is no field: an idle session is small.
if count > 0 then set[#set + 1] = 'cnt' set[#set + 1] = count else unset[#unset + 1] = 'cnt' end
if kept then set[#set + 1] = 'lkeep' set[#set + 1] = 1 else unset[#unset + 1] = 'lkeep' end
link_items_left(h, lk, n)
if kind == 'actions' and lk == 0 and PACED then set[#set + 1] = 'nsu' set[#set + 1] = tonumber(f.nsu or 0) + 1 end
local rush = math.max(0, tonumber(f.rush or 0) - n)
if rush > 0 then set[#set + 1] = 'rush' set[#set + 1] = rush else unset[#unset + 1] = 'rush' unset[#unset + 1] = 'bins' end

local summary = false
if OWN_SUMMARIES and not f.due_sum and count - tonumber(f.base or 0) >= THRESHOLD then
  summary = tonumber(f.k or 0)
  set[#set + 1] = 'due_sum' set[#set + 1] = 1
  call('PERSIST', h .. ':u') call('PERSIST', h .. ':n')
end
call('HSET', h, unpack(set))

-- Of most notes nothing is left over and nothing follows: one call tells.
local rest = call('EXISTS', q, h .. ':t', h .. ':l', h .. ':r', h .. ':b') > 0
local more = rest and call('EXISTS', q, h .. ':t', h .. ':l') > 0
if more then call('ZADD', P .. ':due', now, sk)
else
  unset[#unset + 1] = 'pend' unset[#unset + 1] = 'own' unset[#unset + 1] = 'first' unset[#unset + 1] = 'job' unset[#unset + 1] = 'soon'
  call('ZREM', P .. ':due', sk)
end
local owes = rest or f.due_sum or summary
if not owes then unset[#unset + 1] = 'keep' end
call('HDEL', h, unpack(unset))
-- After a summary, lists that it kept from expiring have their own life again.
if kind == 'summary' then touch(h, f.conv) elseif not owes then call('PEXPIRE', h, TTL + TOUCH) end
if not rest and not summary then return answer('done', false) end
return follow(more and 'more' or 'done', summary)
