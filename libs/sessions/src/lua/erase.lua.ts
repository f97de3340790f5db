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
 * eraseSession: removes a session as far as it can go, and says what its caller must do before it is called again.
 * ARGV: session key, ref that was looked for in the conversation ('' for none), part ids whose redaction is queued already.
 * Texts go at once, and the session is dead from then on: no further note is sent. Returns
 *   { 'redact', conversation, part ids... }  queue these, then call again naming them
 *   { 'wait', ms }                           a note is on its way to Intercom
 *   { 'look', conversation, ref, print }     a note may be in the conversation, unrecorded: look for it
 *   { 'erased', 1 or 0 }                     nothing is left; 0: there was nothing
 */
export const eraseSession = /* lua */ `
local sk, looked = ARGV[1], ARGV[2]
local h = session_key(sk)
local known, parts = {}, {}
for i = 3, #ARGV do known[ARGV[i]] = true end
local f = call('HMGET', h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'uk', 'ek', 'gen', 'start', 'print', 'parts', 'of', 'ev')
local conv = f[1] or ''
local lists = { h .. ':o', h .. ':q', h .. ':u', h .. ':t', h .. ':f', h .. ':s', h .. ':l', h .. ':b' }
-- The ids of events are those of a session id: while others have parts of it, they need them.
if not f[11] then lists[#lists + 1] = h .. ':e' end
local gone = call('DEL', unpack(lists))
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':due', sk) call('ZREM', P .. ':effects', sk)
if f[6] then call('ZREM', P .. ':u:' .. f[6], sk) end
if f[7] then call('ZREM', P .. ':e:' .. f[7], sk) end
if f[8] or f[9] then call('HSET', h, 'dead', 1) end

local function owed(part)
  if part and part ~= '' and not known[part] then
    known[part] = true
    parts[#parts + 1] = part
  end
end
for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do owed(string.match(note, '^([^|]*)|')) end
for _, part in ipairs(call('SMEMBERS', h .. ':r')) do owed(part) end
for _, part in ipairs(call('LRANGE', h .. ':p', 0, -1)) do owed(part) end
owed(f[5])
if conv ~= '' and #parts > 0 then return { 'redact', conv, unpack(parts, 1, math.min(#parts, 4000)) } end

if conv ~= '' and f[2] and f[3] and f[2] ~= looked then
  local left = ahead(f[4], SETTLE)
  if left > 0 then return { 'wait', left } end
  return { 'look', conv, f[2], f[10] or '' }
end

local nobodys = f[6] == '-' and not f[9]
if not nobodys then gone = gone + call('DEL', h, h .. ':n', h .. ':r', h .. ':p') end
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
if conv ~= '' then
  local c = conversation_key(conv)
  call('HDEL', c, 's:' .. sk)
  for _, line in ipairs(call('LRANGE', c .. ':d', 0, -1)) do
    if string.sub(line, -#sk) == sk then call('LREM', c .. ':d', 0, line) end
  end
end
return { 'erased', gone > 0 and 1 or 0 }`;

/**
 * eraseConversation: forgets a conversation of an erased person. ARGV: conversation. Sessions of others that are linked to it keep it
 * alive, without the contact. Returns 1 when the conversation's records are gone, 0 when there were none or others need them.
 */
export const eraseConversation = /* lua */ `
local conv = ARGV[1]
local c = conversation_key(conv)
stop_waiting(conv)
if #sessions_of(conv) > 0 then
  call('HDEL', c, 'contact')
  return 0
end
return call('DEL', c, c .. ':d') > 0 and 1 or 0`;
