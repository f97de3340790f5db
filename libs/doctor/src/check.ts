import type { SettingName, Settings } from '@app/config';

export type CheckStatus = 'ok' | 'warning' | 'failure' | 'skipped';

/** One line of the doctor's screen. Holds no secret. */
export interface CheckResult {
  name: string;
  status: CheckStatus;
  message: string;
  /** What to do about it; null where there is nothing to do. */
  fix: string | null;
}

/** What a check found, before it has its name. */
export type Finding = Omit<CheckResult, 'name'>;

/** One or more lines of the screen, made together because they share a connection or an answer. */
export interface Check {
  /** Names of the lines, in order; a check that cannot run shows all of them as skipped. */
  names: readonly [string, ...string[]];
  /** Settings without which it cannot run. */
  needs: readonly SettingName[];
  /** Finds as many lines as it has names. `signal` aborts when the time is over. */
  run(settings: Settings, signal: AbortSignal): Promise<Finding[]>;
  /** Milliseconds, where the usual time is too short. */
  withinMs?: number;
}

export const ok = (message: string): Finding => ({ status: 'ok', message, fix: null });
export const warning = (message: string, fix: string): Finding => ({ status: 'warning', message, fix });
export const failure = (message: string, fix: string): Finding => ({ status: 'failure', message, fix });
export const skipped = (message: string): Finding => ({ status: 'skipped', message, fix: null });

/** Why a call failed, in a few words: codes, never a body. */
export function whyOf(error: unknown): string {
  if (!(typeof error === 'object' && error !== null)) return 'unknown';
  const { name, code, cause } = error as { name?: unknown; code?: unknown; cause?: unknown };
  if (name === 'TimeoutError' || name === 'AbortError') return 'no answer in time';
  if (typeof code === 'string') return code;
  if (cause !== undefined) return whyOf(cause);
  return typeof name === 'string' && name !== 'Error' ? name : 'no connection';
}
