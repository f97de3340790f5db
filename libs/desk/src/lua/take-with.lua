-- Turns for those who may use one, and their last word, in one step. The word's own script returns what asks whether one may (1: yes), and
-- what is done for one who got a turn; both get its arguments. KEYS: 4.. what the word is given; ARGV: as in
-- take, but instead of the last how many arguments each has, the word's settings, and the arguments of each. Answers by name, as take, and
-- said: for each 1: has its turn, 0: no word, 2: no turn, or the error of its word: one does not fail the others.
-- @include shared/turns

local share, kind, every, outage_every, width, settings = unpack(ARGV, OWN, OWN + 5)
width = tonumber(width)
local may, go = (function(KEYS, ARGV)
-- @word
end)({ unpack(KEYS, 4) }, { settings })
local FIRST = OWN + 6
local said, ready = {}, {}
for i = FIRST, #ARGV, width do
  local n = #said + 1
  local ok, answer = pcall(may, unpack(ARGV, i, i + width - 1))
  said[n] = not ok and redis.error_reply(type(answer) == 'table' and answer.err or tostring(answer)) or (answer == 1 and 2 or 0)
  if ok and answer == 1 then ready[#ready + 1] = n end
end
local function with_said(answer)
  answer[#answer + 1] = 'said' answer[#answer + 1] = said
  return answer
end
if #ready == 0 then return with_said(took(1, 0, 0, -1)) end
local answer, given = take(share, kind, every, outage_every, #ready)
for i = 1, given do
  local first = FIRST + (ready[i] - 1) * width
  go(unpack(ARGV, first, first + width - 1))
  said[ready[i]] = 1
end
return with_said(answer)
