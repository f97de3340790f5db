/**
 * What `import fc from 'fast-check'` gives in every test: the library with one seed for all properties, so that a run
 * that passed passes again. `npm run test:fuzz` takes a new seed each time (CI does so every night), and a failure
 * prints its seed: `FUZZ_SEED=123 npm test -- unit`.
 */
const fc = require('../../node_modules/fast-check/lib/cjs/fast-check.js');

const { FUZZ_SEED = '20261125' } = process.env;
if (FUZZ_SEED !== 'random') fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(FUZZ_SEED) });

module.exports = fc;
