import { SANDBOX_CREDENTIALS } from './credentials';

/** What can be changed while the sandbox runs (`POST /control/settings`). Times are milliseconds. */
export interface SandboxSettings {
  streamToken: string;
  productId: string;
  /** Off: the product exists but is not in stream mode, which the connector answers with 400. */
  streamMode: boolean;
  heartbeatMs: number;
  intercomToken: string;
  appId: string;
  /** The team mates that exist: a note in another one's name is refused with `admin_not_found`. */
  adminIds: string[];
  /** The token lacks `write_conversations`: every call that writes is refused with 403. */
  scopeDenied: boolean;
  rateLimit: number;
  rateWindowMs: number;
  latencyMs: number;
  clientSecret: string;
  signature: 'sha1' | 'sha256' | 'both';
  /** `plain`: as apps of version 2.15 and later get it (plain text); `html`: as older ones do (HTML, ISO dates). */
  webhookFormat: 'plain' | 'html';
  webhookUrl: string | null;
  /** Below it the app beside a conversation has `initialize` and `submit`; null: where the webhook's URL says. */
  canvasUrl: string | null;
  webhookTimeoutMs: number;
  webhookRetryMs: number;
  pushUrl: string | null;
  pushSecret: string;
  pushRetryMs: number;
  openaiKey: string;
  openaiLatencyMs: number;
  /** What somebody does in the shop within so long is one payload. */
  shopBatchMs: number;
}

/** 1,667 calls in 10 s is Intercom's 10,000 a minute; 5 s and one retry after a minute are its webhook rules. */
export const DEFAULT_SETTINGS: SandboxSettings = {
  streamToken: SANDBOX_CREDENTIALS.streamToken,
  productId: SANDBOX_CREDENTIALS.productId,
  streamMode: true,
  heartbeatMs: 30_000,
  intercomToken: SANDBOX_CREDENTIALS.intercomToken,
  appId: SANDBOX_CREDENTIALS.appId,
  adminIds: [SANDBOX_CREDENTIALS.adminId, '7412990', '7413001'],
  scopeDenied: false,
  rateLimit: 1667,
  rateWindowMs: 10_000,
  latencyMs: 0,
  clientSecret: SANDBOX_CREDENTIALS.clientSecret,
  signature: 'sha1',
  webhookFormat: 'plain',
  webhookUrl: null,
  canvasUrl: null,
  webhookTimeoutMs: 5_000,
  webhookRetryMs: 60_000,
  pushUrl: null,
  pushSecret: 'sandbox-push-secret',
  pushRetryMs: 1_000,
  openaiKey: SANDBOX_CREDENTIALS.openaiKey,
  openaiLatencyMs: 0,
  shopBatchMs: 1_500,
};

const NULLABLE: ReadonlySet<string> = new Set(['webhookUrl', 'canvasUrl', 'pushUrl']);
const CHOICES: Partial<Record<keyof SandboxSettings, readonly string[]>> = {
  signature: ['sha1', 'sha256', 'both'],
  webhookFormat: ['plain', 'html'],
};

/** Changes `settings` in place, all of `changes` or nothing. Returns what is wrong, or null. */
export function changeSettings(settings: SandboxSettings, changes: Record<string, unknown>): string | null {
  for (const [name, value] of Object.entries(changes)) {
    if (!Object.hasOwn(DEFAULT_SETTINGS, name)) return `there is no setting ${name}`;
    const wanted = DEFAULT_SETTINGS[name as keyof SandboxSettings];
    if (!fits(name as keyof SandboxSettings, value, wanted)) return `${name} has a value that it cannot take`;
  }
  Object.assign(settings, changes);
  return null;
}

function fits(name: keyof SandboxSettings, value: unknown, sample: unknown): boolean {
  if (NULLABLE.has(name)) return value === null || (typeof value === 'string' && URL.canParse(value));
  if (Array.isArray(sample)) return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
  if (typeof sample === 'number')
    return typeof value === 'number' && Number.isFinite(value) && value >= (name === 'rateWindowMs' ? 1 : 0);
  return typeof value === typeof sample && (CHOICES[name]?.includes(String(value)) ?? true);
}
