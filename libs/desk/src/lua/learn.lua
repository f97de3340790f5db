-- What answers showed, which every script takes note of, and no more.
-- @include shared/window

if dirty then save() end
return 0
