const Sequencer = require('@jest/test-sequencer').default;

/** On a fresh clone Jest knows only how long a file is, not how long it takes: begun last, one of these would be waited for alone. */
const SLOWEST = [
  'kill-anything',
  'kill-in-presets',
  'refusals',
  'erasure.e2e',
  'try-page',
  'dead-letters.e2e',
  'operations-page',
  'llm.e2e',
  'outage',
  'rate-gate',
];

const rank = ({ path }) => {
  const at = SLOWEST.findIndex((name) => path.includes(`/${name}`));
  return at < 0 ? SLOWEST.length : at;
};

module.exports = class SlowestFirst extends Sequencer {
  sort(tests) {
    return super.sort(tests).sort((a, b) => rank(a) - rank(b));
  }
};
