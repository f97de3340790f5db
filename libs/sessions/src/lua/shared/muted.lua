-- NOTE_PRESET=off. absorb: what waits is counted like posted notes, in the ledger without part ids, and a written summary is kept instead
-- of posted. forget_muted: after a switch to another preset nothing of it is posted, or counts for a note that is.
-- @include shared/lists
-- @include shared/life
-- @include shared/kept

local function absorb(sk, h)
  local q, n, u = h .. ':q', h .. ':n', h .. ':u'
  local f = read(h, 'cnt', 'due_sum', 'cov_n', 'cov_a', 'k', 'base')
  local count = tonumber(f.cnt or 0)
  if call('EXISTS', h .. ':t') == 1 then
    for _, note in ipairs(call('LRANGE', n, 0, tonumber(f.cov_n or 0) - 1)) do
      local id = string.match(note, '^([^|]*)|')
      if id ~= '' then call('RPUSH', h .. ':p', id) end
    end
    call('LTRIM', n, tonumber(f.cov_n or 0), -1)
    count = count - tonumber(f.cov_a or 0)
    trim_told(h, count)
    keep_before(h)
    call('RENAME', h .. ':t', h .. ':s')
    call('HINCRBY', h, 'k', 1)
    call('HDEL', h, 'due_sum', 'cov_n', 'cov_a', 'base', 'by')
    f.due_sum, f.base = false, 0
  end
  local actions = {}
  for _, item in ipairs(call('LRANGE', q, 0, -1)) do
    if string.sub(item, 1, 1) ~= 's' then actions[#actions + 1] = item end
  end
  call('DEL', q)
  if #actions > 0 then
    push_all(u, actions)
    for i = 1, #actions, COVERED_MAX do call('RPUSH', n, '|' .. math.min(COVERED_MAX, #actions - i + 1) .. '|') end
    count = count + #actions
  end
  call('HSET', h, 'cnt', count, 'muted', 1)
  call('HDEL', h, 'rush', 'bins', 'lk', 'soon')
  if OWN_SUMMARIES and not f.due_sum and count - tonumber(f.base or 0) >= THRESHOLD then
    call('HSET', h, 'due_sum', 1)
    call('PERSIST', u) call('PERSIST', n)
    call('ZADD', P .. ':effects', now, sk)
  else touch(h, call('HGET', h, 'conv')) end
end

local function forget_muted(sk, h)
  local notes, texts, kept, count = {}, {}, {}, 0
  local all = call('LRANGE', h .. ':u', 0, -1)
  local at = told(h, call('HGET', h, 'cnt'))
  for i = 1, at do kept[i] = all[i] end
  for _, note in ipairs(call('LRANGE', h .. ':n', 0, -1)) do
    local id, actions = string.match(note, '^([^|]*)|(%d+)|')
    if id ~= '' then
      notes[#notes + 1] = note
      for i = at + 1, at + actions do texts[#texts + 1] = all[i] end
      count = count + actions
    else
      for i = at + 1, at + actions do kept[#kept + 1] = all[i] end
    end
    at = at + actions
  end
  call('DEL', h .. ':n', h .. ':u')
  push_all(h .. ':n', notes) push_all(h .. ':u', kept) push_all(h .. ':u', texts)
  trim_told(h, count)
  if call('EXISTS', h .. ':t') == 1 then call('RENAME', h .. ':t', h .. ':s') end
  call('HSET', h, 'cnt', count)
  call('HINCRBY', h, 'k', 1)
  call('HDEL', h, 'muted', 'due_sum', 'cov_n', 'cov_a', 'base', 'by')
  touch(h, call('HGET', h, 'conv'))
end
