-- Those that were silent for long enough, the oldest 100.
-- @include shared/head

return call('ZRANGEBYSCORE', P .. ':silence', '-inf', now, 'LIMIT', 0, 100)
