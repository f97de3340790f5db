-- whereabouts: to which session and conversation jobs belong. ARGV per job: session key, ref of its dead letter or ''. Returns { session id, conversation, kind of note } each.
-- @include shared/keys

local out = {}
for i = 1, #ARGV, 2 do
  local s = read(session_key(ARGV[i]), 'sid', 'conv')
  local d = ARGV[i + 1] ~= '' and read(P .. ':dead:' .. ARGV[i + 1], 'sid', 'conv', 'kind') or {}
  out[#out + 1] = { d.sid or s.sid or '', d.conv or s.conv or '', d.kind or '' }
end
return out
