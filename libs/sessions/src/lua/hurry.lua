-- hurry: signals are known in what waits: it is posted at once, at most once in HURRY_GAP, the first of that span, and in it once more for
-- its first error, whatever lesser signs came before. ARGV: session key; when the newest signal came, when the newest error ('': none,
-- 'now'): one that came too soon after another is not made up for later, so that the next one is in time.
-- Returns the generation to flush; 0: nothing waits, too soon, or a note is under way, which is followed by it.
-- @include shared/keys
-- @include shared/pace
-- @include shared/generation

local sk, lesser, erred = unpack(ARGV)
local h = session_key(sk)
local f = read(h, 'conv', 'dead', 'pend', 'gen', 'ref', 'wait', 'hurried', 'erred')
if HURRY_GAP == 0 or MUTE or not f.conv or f.dead or f.pend ~= '1' or held(f.conv) or call('EXISTS', h .. ':q') == 0 then return 0 end

local function in_time(came, last)
  if came == '' then return false end
  return not last or math.min(tonumber(came) or now, now) - tonumber(last) >= HURRY_GAP
end

local for_error = in_time(erred, f.erred)
if not for_error and not in_time(lesser, f.hurried) then return 0 end
call('HSET', h, 'soon', 1, 'hurried', now)
if for_error then call('HSET', h, 'erred', now) end
if f.ref or tonumber(f.wait or 0) > now then return 0 end
return open(sk, h, f.gen)
