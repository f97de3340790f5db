-- The second net: finds what a killed process left between two steps.
-- sweepOutboxes: sessions with an outbox of version 0.1.0. Returns session keys.
-- @include shared/head

return call('ZRANGE', P .. ':admitted', 0, 499)
