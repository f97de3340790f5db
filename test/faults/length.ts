/** `npm run test:faults` sets FAULTS=long, `npm test` FAULTS=brief; `npm run test:all` runs a bounded form between the two. */
export const LONG = process.env.FAULTS === 'long';
export const BRIEF = process.env.FAULTS === 'brief';
