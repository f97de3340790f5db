-- unlink: in one step the fence stands, the session has no conversation, and what we posted there for it is owed; the run that is
-- posting has lost its session. ARGV: session key, conversation, who says so. Answers by name: is 'not_linked', or
-- is 'unlinked', parts (to redact). What waits stays in the buffer, as before a link; dead letters wait for the next link.
-- @include shared/keys
-- @include shared/lists
-- @include shared/life
-- @include shared/generation
-- @include shared/kept
-- @include shared/conversation
-- @include shared/names
-- @include shared/parting
-- @include shared/owing

local sk, conv, by = unpack(ARGV)
local h, c = session_key(sk), conversation_key(conv)
local f = read(h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'print', 'uk', 'ek', 'left', 'k')
if f.conv ~= conv then return { 'is', 'not_linked' } end
call('SET', parting_key(sk, conv), 1, 'PX', 90 * DAY)
call('HSET', c, 'x:' .. sk, now .. '|' .. by)
call('HDEL', c, 's:' .. sk, 'y:' .. sk)
decided(conv, 'unlinked_by_hand', sk)

local owner, parts = 'unlink:' .. sk, {}
local function owe(part)
  if not part or part == '' then return end
  owe_part(owner, conv, part)
  parts[#parts + 1] = part
end
for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do owe(string.match(note, '^([^|]*)|')) end
for _, part in ipairs(call('SMEMBERS', h .. ':r')) do owe(part) end
for _, part in ipairs(call('LRANGE', h .. ':p', 0, -1)) do owe(part) end
owe(f.lpart)

-- What may be there unrecorded: the note under way, and notes that failed for good.
local function look_for(ref, settled, print)
  call('HSET', P .. ':unlinks', sk .. '|' .. conv .. '|' .. ref, settled .. '|' .. print)
end
if f.ref and f.sent then look_for(f.ref, math.min(tonumber(f.settled or now), now + SETTLE), f.print or '') end
local function look_for_dead(kind, name)
  if not name or name == '' then return end
  local key, mine = name_entry(kind, name, 'd', '')
  for _, entry in ipairs(call('LRANGE', key, 0, -1)) do
    local of, ref = entry_target(entry)
    local d = P .. ':dead:' .. ref
    local dead = of == 'd' and string.sub(entry, 1, 1) == string.sub(mine, 1, 1) and read(d, 'sk', 'conv', 'print') or {}
    if dead.sk == sk and dead.conv == conv then
      look_for(ref, now, dead.print or '')
      call('HSET', d, 'conv', '')
    end
  end
end
look_for_dead('u', f.uk) look_for_dead('e', f.ek)
-- Those that were to be sent again are dead letters as before.
for _, ref in ipairs(call('LRANGE', h .. ':l', 0, -1)) do
  call('PEXPIRE', P .. ':dead:' .. ref, TTL + 7 * DAY)
  call('SADD', h .. ':b', ref)
end

keep_before(h)
trim_told(h, 0)
call('DEL', h .. ':n', h .. ':r', h .. ':p', h .. ':l', h .. ':t')
for _, list in ipairs({ ':u', ':s', ':q' }) do call('PEXPIRE', h .. list, UNLINKED + TOUCH) end
call('HSET', h, 'left', (f.left and f.left .. ' ' or '') .. conv, 'k', tonumber(f.k or 0) + 1)
call('HDEL', h, 'conv', 'ref', 'kind', 'n', 'sent', 'settled', 'tries', 'why', 'print', 'lref', 'lpart', 'lkeep', 'spart', 'cnt', 'base',
  'due_sum', 'cov_n', 'cov_a', 'by', 'rush', 'bins', 'lk', 'nsu', 'fast', 'muted')
local oldest
for _, item in ipairs(call('LRANGE', h .. ':q', 0, -1)) do
  local t = item_time(item)
  if t and (not oldest or t < oldest) then oldest = t end
end
if oldest then call('HSET', h, 'old', oldest) end
call('ZREM', P .. ':held', sk) call('ZREM', P .. ':silence', sk)
if call('SCARD', h .. ':b') > 0 then call('ZADD', P .. ':effects', now, sk) else call('ZREM', P .. ':effects', sk) end
close(sk, h)
touch(h)
return { 'is', 'unlinked', 'parts', parts }
