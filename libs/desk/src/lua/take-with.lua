-- Turns for those who may use one, and their last word, in one step. The word's own script returns what asks whether one may (1: yes), and
-- what is done for one who got a turn; both get its arguments. KEYS: 4.. what the word is given; ARGV: 8..11 as
-- in take, 12 how many arguments each has, 13 the word's settings, 14.. the arguments
-- of each. Answers as TAKE, then for each 1: has its turn, 0: no word, 2: no turn, or the error of its word: one does not fail the others.
-- @include shared/turns

local may, go = (function(KEYS, ARGV)
-- @word
end)({ unpack(KEYS, 4) }, { ARGV[13] })
local FIRST, width = 14, tonumber(ARGV[12])
local said, ready = {}, {}
for i = FIRST, #ARGV, width do
  local n = #said + 1
  local ok, answer = pcall(may, unpack(ARGV, i, i + width - 1))
  said[n] = not ok and redis.error_reply(type(answer) == 'table' and answer.err or tostring(answer)) or (answer == 1 and 2 or 0)
  if ok and answer == 1 then ready[#ready + 1] = n end
end
if #ready == 0 then return { 1, 0, 0, -1, unpack(said) } end
local code, wait, given, amiss = take(ARGV[8], ARGV[9], ARGV[10], ARGV[11], #ready)
for i = 1, given do
  local first = FIRST + (ready[i] - 1) * width
  go(unpack(ARGV, first, first + width - 1))
  said[ready[i]] = 1
end
return { code, wait, given, amiss, unpack(said) }
