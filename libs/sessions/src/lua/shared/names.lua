-- By whose names sessions, conversations and dead letters are found for an erasure.
-- @include shared/head

-- Candidates for an erasure: sessions ('s'), conversations ('c') and dead letters ('d') by the names of their person. 256 lists, an entry is
-- a byte of the name's hash, the kind and the target: a key for each person would take a quarter of what a session takes. A candidate is
-- no more than that: who looks compares the names themselves.
local function name_entry(kind, name, of, target)
  local digest = redis.sha1hex(kind .. ':' .. name)
  local function byte(hex) return string.char(tonumber(hex, 16)) end
  if of == 's' then target = (string.gsub(target, '..', byte)) end
  return P .. ':names:' .. string.sub(digest, 1, 2), byte(string.sub(digest, 3, 4)) .. of .. target
end

-- What an entry leads to: kind and target.
local function entry_target(entry)
  local of, target = string.sub(entry, 2, 2), string.sub(entry, 3)
  if of == 's' then target = (string.gsub(target, '.', function(c) return string.format('%02x', string.byte(c)) end)) end
  return of, target
end

local function index_name(kind, name, of, target)
  if not name or name == '' then return end
  local key, entry = name_entry(kind, name, of, target)
  if not call('LPOS', key, entry) then call('RPUSH', key, entry) end
end

local function forget_name(kind, name, of, target)
  if not name or name == '' then return end
  local key, entry = name_entry(kind, name, of, target)
  call('LREM', key, 0, entry)
end

-- The user of a linked session leads to it, its e-mail where it has none. Before the link the indices of recent sessions do.
local function index_session(sk, uk, ek)
  if uk and uk ~= '' then index_name('u', uk, 's', sk) else index_name('e', ek, 's', sk) end
end
