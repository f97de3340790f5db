/** `npm run test:faults` sets FAULTS=long; `npm test` runs a bounded form. */
export const LONG = process.env.FAULTS === 'long';
