/** Written by npm run write:lua from the .lua files beside it. */
export const LUA = {
  'release-turn': String.raw`-- Gives a turn back, where it is still ours. KEYS: 1 the turn. ARGV: 1 our token. Returns 1 where it was.
local owner = unpack(ARGV)
if redis.call('GET', KEYS[1]) == owner then return redis.call('DEL', KEYS[1]) end
return 0
`,
  'renew-turn': String.raw`-- Keeps a turn, where it is still ours. KEYS: 1 the turn. ARGV: 1 our token, 2 for how long, ms. Returns 1 where it was.
local owner, ms = unpack(ARGV)
if redis.call('GET', KEYS[1]) == owner then return redis.call('PEXPIRE', KEYS[1], ms) end
return 0
`,
};
