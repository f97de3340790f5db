-- Fences of the erased: while one stands, nothing that names the person, the session or the conversation is taken in. A fence outlives the
-- erasure, so its name is hashed once more: from Redis alone nobody can tell whose it is. "<prefix>:erased" says that any stands at all.
-- Kinds: u user key, e e-mail key, ct contact id, s session key, c conversation id.
-- @include shared/head

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
