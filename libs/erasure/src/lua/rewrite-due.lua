-- By Redis' clock, and one process only: the turn to rewrite the append-only file is taken and noted in one step.
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
