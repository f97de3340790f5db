/** `sidenote doctor`: looks at everything that the service depends on, and says what to fix. */
export type { CheckResult, CheckStatus } from './check';
export { examine, type Report } from './examine';
export { INTERCOM_HOSTS } from './intercom.check';
export { type FoundWorkspace, probeIntercom, probeStream } from './probes';
export { reportText } from './report.text';
export { type Trial, trialText, tryNote } from './trial';
