import { type Finding, failure, ok } from './check';

const NEEDED = 24;

export const nodeFinding = (version: string): Finding =>
  Number(version.split('.')[0]) >= NEEDED
    ? ok(version)
    : failure(`${version} is too old`, `run Sidenote on Node ${NEEDED} or newer (npm ci brings one)`);
