-- Ids of the jobs of a queue in every state, in one look: the lists move while they are read one after the other.
-- KEYS: 1 the beginning of the queue's keys.
local ids = {}
for _, list in ipairs({ 'wait', 'paused', 'active' }) do
  for _, id in ipairs(redis.call('LRANGE', KEYS[1] .. list, 0, -1)) do ids[#ids + 1] = id end
end
for _, set in ipairs({ 'prioritized', 'delayed', 'failed', 'completed', 'waiting-children' }) do
  for _, id in ipairs(redis.call('ZRANGE', KEYS[1] .. set, 0, -1)) do ids[#ids + 1] = id end
end
return ids
