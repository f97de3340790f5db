-- Sessions with an error whose silence is measured: ":silence", by the time at which it is long enough. ARGV: session key, ms.
-- @include shared/head

local sk, ms = unpack(ARGV)
return call('ZADD', P .. ':silence', now + ms, sk)
