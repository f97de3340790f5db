-- hurry: a signal is known in what waits: it is posted at once, at most once in HURRY_GAP (the first of that span). ARGV: session
-- key, when it came ('': now): one that came too soon after another is not made up for later, so that the next one is in time.
-- Returns the generation to flush; 0: nothing waits, too soon, or a note is under way, which is followed by it.
-- @include shared/keys
-- @include shared/pace
-- @include shared/generation

local h = session_key(ARGV[1])
local f = call('HMGET', h, 'conv', 'dead', 'pend', 'gen', 'ref', 'wait', 'hurried')
if HURRY_GAP == 0 or MUTE or not f[1] or f[2] or f[3] ~= '1' or held(f[1]) or call('EXISTS', h .. ':q') == 0 then return 0 end
local came = math.min(tonumber(ARGV[2]) or now, now)
if f[7] and came - tonumber(f[7]) < HURRY_GAP then return 0 end
call('HSET', h, 'soon', 1, 'hurried', now)
if f[5] or tonumber(f[6] or 0) > now then return 0 end
return open(ARGV[1], h, f[4])
