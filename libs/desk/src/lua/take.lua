-- ARGV: 8 the class' share of the budget in thousandths, 9 its kind, 10 time between probes, 11 the same in an outage, 12 how many are
-- wanted. Answers {code, ms to wait, how many, as "turns"; whether successes are to be told: 0 no, 1 now and then, 2 this one}.
-- @include shared/turns

return { take(ARGV[8], ARGV[9], ARGV[10], ARGV[11], tonumber(ARGV[12])) }
