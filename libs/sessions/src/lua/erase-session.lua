-- eraseSession: removes a session as far as it can go, and says what its caller must do before it is called again.
-- ARGV: session key, erasure, ref that was looked for in the conversation ('' for none).
-- Texts go at once, the session is dead from then on: no further note is sent, and the parts that were recorded are owed. Answers by name
--   do 'wait', ms, owed: a note is on its way to Intercom
--   do 'look', conversationId, ref, print, owed: a note may be in the conversation, unrecorded: look for it
--   do 'erased', existed, owed: nothing is left; existed 0: there was nothing
-- "owed": how many parts are owed since this call.
-- @include shared/keys
-- @include shared/parts
-- @include shared/pace
-- @include shared/names
-- @include shared/owing
-- @include shared/unlinked

local sk, erasure, looked = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'ref', 'sent', 'settled', 'lpart', 'uk', 'ek', 'gen', 'start', 'print', 'parts', 'of', 'ev', 'left')
local conv, owed = f.conv or '', 0
-- A note of an unlinked session is still being looked for: what is found is owed, and this erasure's.
if looking(sk) then return { 'do', 'wait', 'ms', 2000, 'owed', 0 } end
local gone = call('DEL', h .. ':o', h .. ':q', h .. ':u', h .. ':t', h .. ':f', h .. ':s', h .. ':l', h .. ':b')
-- The ids of events are those of a session id: while others have parts of it, they need them.
if not f.parts then gone = gone + call('DEL', h .. ':e') end
call('ZREM', P .. ':admitted', sk) call('ZREM', P .. ':held', sk) call('ZREM', P .. ':due', sk) call('ZREM', P .. ':effects', sk) call('ZREM', P .. ':silence', sk)
for kind, name in pairs({ u = f.uk, e = f.ek }) do
  if name then
    call('ZREM', P .. ':' .. kind .. ':' .. name, sk)
    forget_name(kind, name, 's', sk)
  end
end
if f.gen or f.start then call('HSET', h, 'dead', 1) end

local function owe(part)
  if conv ~= '' and part and part ~= '' then owed = owed + owe_part(erasure, conv, part) end
end
for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do owe(string.match(note, '^([^|]*)|')) end
for _, part in ipairs(call('SMEMBERS', h .. ':r')) do owe(part) end
for _, part in ipairs(call('LRANGE', h .. ':p', 0, -1)) do owe(part) end
owe(f.lpart)
for _, part in ipairs(unlinked_parts(sk)) do
  call('HSET', P .. ':owed', part[1], erasure .. '|' .. part[2])
  owed = owed + 1
end
local function forget_in(conversation)
  local c = conversation_key(conversation)
  call('HDEL', c, 's:' .. sk, 'x:' .. sk, 'y:' .. sk)
  for _, line in ipairs(call('LRANGE', c .. ':d', 0, -1)) do
    if string.sub(line, -#sk) == sk then call('LREM', c .. ':d', 0, line) end
  end
end
for left in string.gmatch(f.left or '', '%S+') do forget_in(left) end
gone = gone + call('DEL', h .. ':n', h .. ':r', h .. ':p') + owed
call('HDEL', h, 'lpart', 'lkeep')

if conv ~= '' and f.ref and f.sent and f.ref ~= looked then
  local left = ahead(f.settled, SETTLE)
  if left > 0 then return { 'do', 'wait', 'ms', left, 'owed', owed } end
  return { 'do', 'look', 'conversationId', conv, 'ref', f.ref, 'print', f.print or '', 'owed', owed }
end

local nobodys = f.uk == '-' and not f.start
if not nobodys then gone = gone + call('DEL', h) end
-- In the list of the parts the erased one's place stays, nobody's: what comes anonymously after it was theirs.
local function vacated(parts) return (string.gsub(parts, sk, NOBODY)) end
if f.parts and not nobodys then
  call('HSET', h, 'uk', '-', 'parts', vacated(f.parts), 'ev', f.ev or '')
  call('PEXPIRE', h, TTL + TOUCH)
end
if f.of then
  local parts = call('HGET', session_key(f.of), 'parts')
  if parts then call('HSET', session_key(f.of), 'parts', vacated(parts)) end
end
if conv ~= '' then forget_in(conv) end
return { 'do', 'erased', 'existed', gone > 0 and 1 or 0, 'owed', owed }
