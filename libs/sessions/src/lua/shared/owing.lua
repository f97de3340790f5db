-- Parts that an erasure owes: the one place that says so. A redaction that is confirmed removes its part.
-- @include shared/head

local function owe_part(erasure, conv, part)
  return call('HSETNX', P .. ':owed', part, erasure .. '|' .. conv)
end
