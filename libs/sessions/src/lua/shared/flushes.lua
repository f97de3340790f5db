-- The flush jobs that the caller must add, as a table of sessionKey and generation. A kill before that loses nothing: they are due.
-- @include shared/head

local function flushes()
  local opened = { 'sessionKey generation' }
  return opened, function(sk, gen)
    if gen > 0 then opened[#opened + 1] = sk opened[#opened + 1] = gen end
  end
end
