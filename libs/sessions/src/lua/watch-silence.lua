-- Sessions with an error whose silence is measured: ":silence", by the time at which it is long enough. ARGV: session key, ms.
-- @include shared/head

return call('ZADD', P .. ':silence', now + ARGV[2], ARGV[1])
