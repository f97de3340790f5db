/** The other side, for people, the demo and the tests: Autoplay's connector, Intercom and a summariser, as real HTTP servers. */
export { SANDBOX_CREDENTIALS } from './credentials';
export { type Sandbox, type SandboxOptions, startSandbox } from './sandbox';
export type { SandboxSettings } from './settings';
