-- Sessions of an identity.
-- @include shared/keys

-- Sessions of an identity that were active within the look-back, newest first: { sk, conv, uk, start }.
local function candidates(key)
  local found, sks = {}, call('ZRANGE', key, 0, -1)
  for i = 1, #sks do
    local f = read(session_key(sks[i]), 'last', 'conv', 'uk', 'start', 'ek')
    if f.last and tonumber(f.last) >= now - LOOKBACK then
      found[#found + 1] = { sk = sks[i], last = tonumber(f.last), conv = f.conv, uk = f.uk or '', start = tonumber(f.start or 0), ek = f.ek or '' }
    elseif not f.last then call('ZREM', key, sks[i]) end
  end
  table.sort(found, function(a, b) return a.last > b.last or (a.last == b.last and a.start > b.start) end)
  return found
end

-- A recent session of the e-mail has another user id than the contact: nobody can say whose an anonymous one is.
local function contested(found, uk)
  for i = 1, #found do
    if found[i].uk ~= '' and found[i].uk ~= uk then return true end
  end
  return false
end
