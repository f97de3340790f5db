/**
 * What a person says against the rules: that a session is not this conversation's, that it is, and that nothing is to be posted here.
 *
 * Unlinked parts: what was posted in a conversation for a session that is not its is owed, as `unlink:<session key>`. A note that may
 * have arrived unrecorded stands in `<prefix>:unlinks`, `<session>|<conversation>|<ref>` -> `<settled>|<print>`, until it was looked for.
 */
export const unlinked = /* lua */ `
local function looking(sk)
  for _, name in ipairs(call('HKEYS', P .. ':unlinks')) do
    if string.sub(name, 1, #sk + 1) == sk .. '|' then return true end
  end
  return false
end

local function unlinked_parts(sk)
  local found, start = {}, 'unlink:' .. sk .. '|'
  local all = call('HGETALL', P .. ':owed')
  for i = 1, #all, 2 do
    if string.sub(all[i + 1], 1, #start) == start then found[#found + 1] = { all[i], string.sub(all[i + 1], #start + 1) } end
  end
  return found
end
`;

/**
 * unlink: in one step the fence stands, the session has no conversation, and what we posted there for it is owed; the run that is
 * posting has lost its session. ARGV: session key, conversation, who says so. Returns { 'unlinked', part ids to redact ... }, or
 * { 'not_linked' }. What waits stays in the buffer, as before a link; dead letters wait for the next link.
 */
export const unlink = /* lua */ `
local sk, conv, by = unpack(ARGV)
local h, c = session_key(sk), conversation_key(conv)
local f = call('HMGET', h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'print', 'uk', 'ek', 'left', 'k')
if f[1] ~= conv then return { 'not_linked' } end
call('SET', parting_key(sk, conv), 1, 'PX', 90 * DAY)
call('HSET', c, 'x:' .. sk, now .. '|' .. by)
call('HDEL', c, 's:' .. sk)
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
owe(f[5])

-- What may be there unrecorded: the note under way, and notes that failed for good.
local function look_for(ref, settled, print)
  call('HSET', P .. ':unlinks', sk .. '|' .. conv .. '|' .. ref, settled .. '|' .. print)
end
if f[2] and f[3] then look_for(f[2], math.min(tonumber(f[4] or now), now + SETTLE), f[6] or '') end
local function look_for_dead(kind, name)
  if not name or name == '' then return end
  local key, mine = name_entry(kind, name, 'd', '')
  for _, entry in ipairs(call('LRANGE', key, 0, -1)) do
    local of, ref = entry_target(entry)
    local d = P .. ':dead:' .. ref
    local dead = of == 'd' and string.sub(entry, 1, 1) == string.sub(mine, 1, 1) and call('HMGET', d, 'sk', 'conv', 'print') or {}
    if dead[1] == sk and dead[2] == conv then
      look_for(ref, now, dead[3] or '')
      call('HSET', d, 'conv', '')
    end
  end
end
look_for_dead('u', f[7]) look_for_dead('e', f[8])
-- Those that were to be sent again are dead letters as before.
for _, ref in ipairs(call('LRANGE', h .. ':l', 0, -1)) do
  call('PEXPIRE', P .. ':dead:' .. ref, TTL + 7 * DAY)
  call('SADD', h .. ':b', ref)
end

keep_before(h)
trim_told(h, 0)
call('DEL', h .. ':n', h .. ':r', h .. ':p', h .. ':l', h .. ':t')
for _, list in ipairs({ ':u', ':s', ':q' }) do call('PEXPIRE', h .. list, UNLINKED + TOUCH) end
call('HSET', h, 'left', (f[9] and f[9] .. ' ' or '') .. conv, 'k', tonumber(f[10] or 0) + 1)
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
return { 'unlinked', unpack(parts) }`;

/**
 * lookedFor: a note that may have arrived unrecorded was looked for. ARGV: session key, conversation, ref, part ids that were found. They are
 * owed in the step that ends the search.
 */
export const lookedFor = /* lua */ `
local sk, conv, ref = unpack(ARGV)
for i = 4, #ARGV do owe_part('unlink:' .. sk, conv, ARGV[i]) end
call('HDEL', P .. ':unlinks', sk .. '|' .. conv .. '|' .. ref)
return 1`;

/** linkByHand: takes the fence of the pair down, too. ARGV: session key, conversation. Sticky like any other link. Returns as linkSession. */
export const linkByHand = /* lua */ `
local sk, conv = unpack(ARGV)
local h, c = session_key(sk), conversation_key(conv)
local f = call('HMGET', h, 'conv', 'sid', 'dead', 'left')
if fenced('s', sk, 'c', conv) then return { 'erased' } end
if not f[2] then return { 'unknown_session' } end
if f[1] then return { (f[1] == conv and not f[3]) and 'already_linked' or 'session_has_other_conversation' } end
call('DEL', parting_key(sk, conv))
call('HDEL', c, 'x:' .. sk)
local left = {}
for each in string.gmatch(f[4] or '', '%S+') do if each ~= conv then left[#left + 1] = each end end
if #left > 0 then call('HSET', h, 'left', table.concat(left, ' ')) else call('HDEL', h, 'left') end
local gen = link(sk, h, conv, 'linked_by_hand')
index_name('ct', call('HGET', c, 'contact'), 'c', conv)
if gen > 0 then return { 'linked_by_hand', sk, gen } end
return { 'linked_by_hand' }`;

/** muteConversation: nothing is posted here until it is unmuted; it is kept until then. ARGV: conversation, who says so. Returns 1, or 0 where it was muted. */
export const muteConversation = /* lua */ `
local conv, by = unpack(ARGV)
local c = conversation_key(conv)
if fenced('c', conv) or call('HSETNX', c, 'mute', now .. '|' .. by) == 0 then return 0 end
call('HSET', c, 'keep', 1)
call('PERSIST', c)
return 1`;

/** unmuteConversation: ARGV: conversation. What was held goes out as when a conversation opens. Returns { 1, sk, gen ... }, or { 0 } where it was not muted. */
export const unmuteConversation = /* lua */ `
local conv = ARGV[1]
local c, opened = conversation_key(conv), { 1 }
if call('HDEL', c, 'mute') == 0 then return { 0 } end
local still, waits = held(conv), false
for _, sk in ipairs(sessions_of(conv)) do
  if still then waits = waits or tonumber(call('HGET', session_key(sk), 'rush') or 0) > 0
  else
    call('ZREM', P .. ':held', sk)
    local gen = release(sk, conv)
    if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end
  end
end
if not waits then call('HDEL', c, 'keep') end
touch_conversation(conv, TTL)
return opened`;
