-- sweepEffects: outstanding redactions, summaries and dead-letter jobs. Answers a table of sessionKey,
-- conversationId, summary (number, or nil), redact (part ids), deadLetters (refs).
-- @include shared/keys
-- @include shared/life

local out = { 'sessionKey conversationId summary redact deadLetters' }
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', now + LONGEST, '+inf', 'LIMIT', 0, 200)) do call('ZADD', P .. ':effects', now, sk) end
for _, sk in ipairs(call('ZRANGEBYSCORE', P .. ':effects', '-inf', now, 'LIMIT', 0, 200)) do
  local h = session_key(sk)
  local f = read(h, 'due_sum', 'k', 'conv', 'dead')
  if f.dead or not unfinished(sk, h) then
    call('ZREM', P .. ':effects', sk)
    let_go(sk, h)
  else
    call('ZADD', P .. ':effects', now + 60000, sk)
    local summary = f.due_sum and call('EXISTS', h .. ':t') == 0 and tonumber(f.k or 0) or false
    for _, value in ipairs({ sk, f.conv or '', summary, call('SMEMBERS', h .. ':r'), call('SMEMBERS', h .. ':b') }) do out[#out + 1] = value end
  end
end
return out
