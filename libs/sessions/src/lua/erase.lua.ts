/**
 * Fences of the erased: while one stands, nothing that names the person, the session or the conversation is taken in. A fence outlives the
 * erasure, so its name is hashed once more: from Redis alone nobody can tell whose it is. `<prefix>:erased` says that any stands at all.
 * Kinds: u user key, e e-mail key, ct contact id, s session key, c conversation id.
 */
export const fences = /* lua */ `
local function fence_key(kind, name) return P .. ':erased:' .. redis.sha1hex(kind .. ':' .. name) end

local any_fence
local function fenced(...)
  if any_fence == nil then any_fence = call('EXISTS', P .. ':erased') == 1 end
  if not any_fence then return false end
  local given, keys = { ... }, {}
  for i = 1, #given, 2 do
    if given[i + 1] ~= '' then keys[#keys + 1] = fence_key(given[i], given[i + 1]) end
  end
  return #keys > 0 and call('EXISTS', unpack(keys)) > 0
end
`;

/** Puts up fences. ARGV: life in ms, then kind and name by turns. */
export const fence = /* lua */ `
local life = ARGV[1]
call('SET', P .. ':erased', 1, 'PX', life)
for i = 2, #ARGV, 2 do call('SET', fence_key(ARGV[i], ARGV[i + 1]), 1, 'PX', life) end
return 1`;

/**
 * traces: candidates for an erasure, by the names of a person. ARGV: kind (u, e, ct) and name by turns. Returns kind of target and target by
 * turns: s session, c conversation, d dead letter. `full` says that a user has more recent sessions than are listed.
 */
export const traces = /* lua */ `
local out = {}
local function add(of, target) out[#out + 1] = of out[#out + 1] = target end
for i = 1, #ARGV, 2 do
  local kind, name = ARGV[i], ARGV[i + 1]
  local key, entry = name_entry(kind, name, 'c', '')
  for _, each in ipairs(call('LRANGE', key, 0, -1)) do
    if string.sub(each, 1, 1) == string.sub(entry, 1, 1) then add(entry_target(each)) end
  end
  if kind ~= 'ct' then
    local recent = call('ZRANGE', P .. ':' .. kind .. ':' .. name, 0, -1)
    for _, sk in ipairs(recent) do add('s', sk) end
    if #recent >= 100 then add('full', '') end
    local conv = call('HGET', P .. ':w:' .. kind .. ':' .. name, 'conv')
    if conv then add('c', conv) end
  end
end
return out`;

/** Parts that an erasure owes: the one place that says so. A redaction that is confirmed removes its part. */
export const owing = /* lua */ `
local function owe_part(erasure, conv, part)
  return call('HSETNX', P .. ':owed', part, erasure .. '|' .. conv)
end
`;

/** owe: ARGV: erasure, conversation, part ids. Returns how many were not owed before. */
export const owe = /* lua */ `
local fresh = 0
for i = 3, #ARGV do fresh = fresh + owe_part(ARGV[1], ARGV[2], ARGV[i]) end
return fresh`;

/** takeOver: what one erasure owes is another's from now on. ARGV: the one, the other. */
export const takeOver = /* lua */ `
local start = ARGV[1] .. '|'
local all = call('HGETALL', P .. ':owed')
for i = 1, #all, 2 do
  if string.sub(all[i + 1], 1, #start) == start then
    call('HSET', P .. ':owed', all[i], ARGV[2] .. string.sub(all[i + 1], #start))
  end
end
return 1`;

/**
 * eraseSession: removes a session as far as it can go, and says what its caller must do before it is called again.
 * ARGV: session key, erasure, ref that was looked for in the conversation ('' for none).
 * Texts go at once, the session is dead from then on: no further note is sent, and the parts that were recorded are owed. Returns
 *   { 'wait', ms, owed }  a note is on its way to Intercom
 *   { 'look', conversation, ref, print, owed }  a note may be in the conversation, unrecorded: look for it
 *   { 'erased', 1 or 0, owed }  nothing is left; 0: there was nothing; how many parts are owed since this call
 */
export const eraseSession = /* lua */ `
local sk, erasure, looked = unpack(ARGV)
local h = session_key(sk)
local f = call('HMGET', h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'uk', 'ek', 'gen', 'start', 'print', 'parts', 'of', 'ev', 'left')
local conv, owed = f[1] or '', 0
-- A note of an unlinked session is still being looked for: what is found is owed, and this erasure's.
if looking(sk) then return { 'wait', 2000, 0 } end
local gone = call('DEL', h .. ':o', h .. ':q', h .. ':u', h .. ':t', h .. ':f', h .. ':s', h .. ':l', h .. ':b')
-- The ids of events are those of a session id: while others have parts of it, they need them.
if not f[11] then gone = gone + call('DEL', h .. ':e') end
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':due', sk) call('ZREM', P .. ':effects', sk) call('ZREM', P .. ':silence', sk)
for i, kind in ipairs({ 'u', 'e' }) do
  local name = f[5 + i]
  if name then
    call('ZREM', P .. ':' .. kind .. ':' .. name, sk)
    forget_name(kind, name, 's', sk)
  end
end
if f[8] or f[9] then call('HSET', h, 'dead', 1) end

local function owe(part)
  if conv ~= '' and part and part ~= '' then owed = owed + owe_part(erasure, conv, part) end
end
for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do owe(string.match(note, '^([^|]*)|')) end
for _, part in ipairs(call('SMEMBERS', h .. ':r')) do owe(part) end
for _, part in ipairs(call('LRANGE', h .. ':p', 0, -1)) do owe(part) end
owe(f[5])
for _, part in ipairs(unlinked_parts(sk)) do
  call('HSET', P .. ':owed', part[1], erasure .. '|' .. part[2])
  owed = owed + 1
end
local function forget_in(conversation)
  local c = conversation_key(conversation)
  call('HDEL', c, 's:' .. sk, 'x:' .. sk)
  for _, line in ipairs(call('LRANGE', c .. ':d', 0, -1)) do
    if string.sub(line, -#sk) == sk then call('LREM', c .. ':d', 0, line) end
  end
end
for left in string.gmatch(f[14] or '', '%S+') do forget_in(left) end
gone = gone + call('DEL', h .. ':n', h .. ':r', h .. ':p') + owed
call('HDEL', h, 'lpart', 'lkeep')

if conv ~= '' and f[2] and f[3] and f[2] ~= looked then
  local left = ahead(f[4], SETTLE)
  if left > 0 then return { 'wait', left, owed } end
  return { 'look', conv, f[2], f[10] or '', owed }
end

local nobodys = f[6] == '-' and not f[9]
if not nobodys then gone = gone + call('DEL', h) end
-- In the list of the parts the erased one's place stays, nobody's: what comes anonymously after it was theirs.
local function vacated(parts) return (string.gsub(parts, sk, NOBODY)) end
if f[11] and not nobodys then
  call('HSET', h, 'uk', '-', 'parts', vacated(f[11]), 'ev', f[13] or '')
  call('PEXPIRE', h, TTL + TOUCH)
end
if f[12] then
  local parts = call('HGET', session_key(f[12]), 'parts')
  if parts then call('HSET', session_key(f[12]), 'parts', vacated(parts)) end
end
if conv ~= '' then forget_in(conv) end
return { 'erased', gone > 0 and 1 or 0, owed }`;

/**
 * eraseDeadLetter: ARGV: ref, 1 when it was looked for. Its text goes at once. Returns { 'look', conversation, print }: the note may have arrived
 * all the same, look for it and call again; or { 'erased', 1 or 0 }.
 */
export const eraseDeadLetter = /* lua */ `
local ref, looked = unpack(ARGV)
local d = P .. ':dead:' .. ref
local f = call('HMGET', d, 'sk', 'conv', 'uk', 'ek', 'ct', 'print')
call('HDEL', d, 'items')
if f[1] and f[2] and f[2] ~= '' and looked ~= '1' then return { 'look', f[2], f[6] or '' } end
forget_name('u', f[3], 'd', ref) forget_name('e', f[4], 'd', ref) forget_name('ct', f[5], 'd', ref)
call('ZREM', P .. ':dead', ref)
return { 'erased', call('DEL', d) }`;

/**
 * eraseConversation: forgets a conversation of an erased person. ARGV: conversation. Sessions of others that are linked to it keep it
 * alive, without the contact. Returns 1 when the conversation's records are gone, 0 when there were none or others need them.
 */
export const eraseConversation = /* lua */ `
local conv = ARGV[1]
local c = conversation_key(conv)
stop_waiting(conv)
forget_name('ct', call('HGET', c, 'contact'), 'c', conv)
for _, sk in ipairs(sessions_of(conv)) do
  if call('EXISTS', session_key(sk)) == 1 then
    call('HDEL', c, 'contact')
    return 0
  end
end
return call('DEL', c, c .. ':d') > 0 and 1 or 0`;

/** moveContact: a conversation is another contact's now. ARGV: conversation, contact. */
export const moveContact = /* lua */ `
local conv, contact = unpack(ARGV)
local c = conversation_key(conv)
local before = call('HGET', c, 'contact')
if not before then return 0 end
forget_name('ct', before, 'c', conv)
call('HSET', c, 'contact', contact)
index_name('ct', contact, 'c', conv)
return 1`;

/** indexAll: makes sessions and conversations findable that were kept before there was an index. ARGV: kind of name, name, s or c, target, and so on. */
export const indexAll = /* lua */ `
for i = 1, #ARGV, 4 do index_name(unpack(ARGV, i, i + 3)) end
return 1`;
