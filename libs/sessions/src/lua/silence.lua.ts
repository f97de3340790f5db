/** Sessions with an error whose silence is measured: `:silence`, by the time at which it is long enough. ARGV: session key, ms. */
export const watchSilence = /* lua */ `
return call('ZADD', P .. ':silence', now + ARGV[2], ARGV[1])`;

/** Those that were silent for long enough, the oldest 100. */
export const dueSilences = /* lua */ `
return call('ZRANGEBYSCORE', P .. ':silence', '-inf', now, 'LIMIT', 0, 100)`;

/** ARGV: session key. 1: it is over, and nobody else has ended it; 0: an action has moved it, or somebody did. */
export const endSilence = /* lua */ `
local at = call('ZSCORE', P .. ':silence', ARGV[1])
if not at or tonumber(at) > now then return 0 end
return call('ZREM', P .. ':silence', ARGV[1])`;
