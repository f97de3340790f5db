-- Writes, and answers the refusal, '' for none: as an error, READONLY would have the client look for another master before it could be
-- told. KEYS: 1 what is written. ARGV: 1 what it lives, s.
local seconds = unpack(ARGV)
local answer = redis.pcall('SET', KEYS[1], 1, 'EX', seconds)
return answer.err and string.gsub(answer.err, '^-', '') or ''
