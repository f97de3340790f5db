-- longest-paused
-- @include shared/keys

local sk = call('ZRANGE', P .. ':paused:read', 0, 0)[1] or call('ZRANGE', P .. ':paused:note', 0, 0)[1]
return sk and call('HGET', session_key(sk), 'conv')
