-- whereabouts: to which session and conversation jobs belong. ARGV per job: session key, ref of its dead letter or ''. Returns { session id, conversation, kind of note } each.
-- @include shared/keys

local out = {}
for i = 1, #ARGV, 2 do
  local s = call('HMGET', session_key(ARGV[i]), 'sid', 'conv')
  local d = ARGV[i + 1] ~= '' and call('HMGET', P .. ':dead:' .. ARGV[i + 1], 'sid', 'conv', 'kind') or {}
  out[#out + 1] = { d[1] or s[1] or '', d[2] or s[2] or '', d[3] or '' }
end
return out
