/** Written by npm run write:lua from the .lua files beside it. */
export const LUA = {
  'job-ids': String.raw`-- Ids of the jobs of a queue in every state, in one look: the lists move while they are read one after the other.
-- KEYS: 1 the beginning of the queue's keys.
local ids = {}
for _, list in ipairs({ 'wait', 'paused', 'active' }) do
  for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. list, 0, -1)) do ids[#ids + 1] = id end
end
for _, set in ipairs({ 'prioritized', 'delayed', 'failed', 'completed', 'waiting-children' }) do
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1] .. set, 0, -1)) do ids[#ids + 1] = id end
end
return ids
`,
  'rewrite-done': String.raw`-- What was wanted before the turn was taken is done; what was wanted since is not.
-- KEYS: 1 <prefix>:aof. ARGV: 1 how many wanted it.
local done = unpack(ARGV)
local left = tonumber(redis.call('HGET', KEYS[1], 'wanted') or 0) - tonumber(done)
if left > 0 then redis.call('HSET', KEYS[1], 'wanted', left) else redis.call('HDEL', KEYS[1], 'wanted') end
return 1
`,
  'rewrite-due': String.raw`-- By Redis' clock, and one process only: the turn to rewrite the append-only file is taken and noted in one step.
-- KEYS: 1 <prefix>:aof. ARGV: 1 ms between two that erasures ask for, 2 ms within which there is one in any case.
-- Returns how many erasures wanted it, -1 for none, 0: not due.
local every, at_least = unpack(ARGV)
local clock = redis.call('TIME')
local now = clock[1] * 1000 + math.floor(clock[2] / 1000)
local wanted, started, since = unpack(redis.call('HMGET', KEYS[1], 'wanted', 'started', 'since'))
if not since then redis.call('HSET', KEYS[1], 'since', now) end
wanted, started = tonumber(wanted or 0), tonumber(started or -1)
local asked = wanted > 0 and (started < 0 or started > now or now - started >= tonumber(every))
local daily = now - (started < 0 and tonumber(since or now) or started) >= tonumber(at_least)
if not asked and not daily then return 0 end
redis.call('HSET', KEYS[1], 'started', now)
return wanted > 0 and wanted or -1
`,
};
