-- whereabouts: to which session and conversation jobs belong. ARGV per job: session key, ref of its dead letter or ''. Answers a table with a
-- row per job: sessionId, conversationId, kind (of note).
-- @include shared/keys

local out = { 'sessionId conversationId kind' }
for i = 1, #ARGV, 2 do
  local sk, ref = unpack(ARGV, i, i + 1)
  local s = read(session_key(sk), 'sid', 'conv')
  local d = ref ~= '' and read(P .. ':dead:' .. ref, 'sid', 'conv', 'kind') or {}
  for _, value in ipairs({ d.sid or s.sid or '', d.conv or s.conv or '', d.kind or '' }) do out[#out + 1] = value end
end
return out
