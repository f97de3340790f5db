/** `sidenote doctor`: looks at everything that the service depends on, and says what to fix. */
export type { CheckResult, CheckStatus } from './check';
export { examine, type Report } from './examine';
export { reportText } from './report.text';
