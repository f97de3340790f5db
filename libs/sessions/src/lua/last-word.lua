-- may_post and armed as functions, for the step that takes the turn as well.
-- @include shared/last-word

return may_post, armed
