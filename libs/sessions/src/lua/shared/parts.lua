-- Several users of one session id.
-- @include shared/keys

-- A session id that several users have in turn (a shared computer, no reset at the logout) is several sessions, its parts: the first user's
-- has the key of the session id, each other's one made of that and the user. "parts" of the first: all keys, the latest in use last.
local NOBODY = string.rep('-', 20)

local function part_key(base, uk) return string.sub(redis.sha1hex(base .. ':' .. uk), 1, 20) end

local function newest_part(parts) return string.sub(parts, -20) end

-- The part that somebody outside the stream names by the session id: that of the given user, without one the newest. nil: all are of others.
local function named_part(base, uk)
  local f = read(session_key(base), 'uk', 'parts', 'began')
  if uk == '' then return f.parts and newest_part(f.parts) or base end
  if not f.uk then return base end
  -- a contact's whom a link alone made the first user, before others were seen there
  if f.uk == uk then return (f.began or not f.parts) and base or nil end
  local sk = part_key(base, uk)
  return call('HEXISTS', session_key(sk), 'start') == 1 and sk or nil
end
