import { Expose, Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  IsUrl,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
} from 'class-validator';
import { MASK_KINDS, MASK_PATTERN, MAX_MASK_PATTERNS, type MaskKind } from './mask.options';

const onOff = () =>
  Transform(({ value }) =>
    typeof value === 'string' ? ({ on: true, off: false }[value.toLowerCase()] ?? value) : value,
  );
const list = () =>
  Transform(({ value }) =>
    typeof value === 'string'
      ? value
          .split(',')
          .map((s) => s.trim())
          .filter(Boolean)
      : value,
  );
const url = { require_tld: false, require_protocol: true, protocols: ['http', 'https'] };

const numbers = () =>
  Transform(({ value }) =>
    typeof value === 'string' ? value.split(',').map((part) => (part.trim() ? Number(part) : NaN)) : value,
  );

const knownTimeZone = (name: unknown) => {
  try {
    return (
      typeof name === 'string' && new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
    );
  } catch {
    return false;
  }
};

/**
 * Every environment variable of Sidenote, parsed once, named as in the environment.
 * Consequences and where to find each value are in `settings.help.ts`, which the messages use.
 */
export class Settings {
  @Expose() @Matches(/^rediss?:\/\/.+/) REDIS_URL: string = 'redis://127.0.0.1:6379';
  @Expose() @onOff() @IsBoolean() REDIS_CLUSTER: boolean = false;
  @Expose() @Matches(/^(?:[A-Za-z0-9_-]{1,32}|\{[A-Za-z0-9_-]{1,32}\})$/) REDIS_PREFIX: string = 'sidenote';

  @Expose() @Type(() => Number) @IsInt() @Min(0) @Max(65535) PORT: number = 3000;
  @Expose() @Type(() => Number) @IsInt() @Min(0) @Max(65535) OPS_PORT: number = 3001;
  @Expose() @IsString() @MinLength(1) HOST: string = '0.0.0.0';
  @Expose() @IsString() @MinLength(1) OPS_HOST: string = '127.0.0.1';
  @Expose() @IsOptional() @IsString() TRUST_PROXY?: string;
  @Expose() @IsOptional() @IsUrl(url) PUBLIC_BASE_URL?: string;

  @Expose() @IsUrl(url) AUTOPLAY_STREAM_URL!: string;
  @Expose() @IsString() @MinLength(1) AUTOPLAY_API_TOKEN!: string;
  @Expose() @IsOptional() @IsString() @MinLength(8) AUTOPLAY_PUSH_SECRET?: string;
  @Expose() @IsOptional() @IsString() @MinLength(8) AUTOPLAY_PUSH_SECRET_PREVIOUS?: string;
  @Expose() @Type(() => Number) @IsInt() @Min(1) @Max(1_000_000) STREAM_BUFFER_MAX: number = 10_000;

  @Expose() @IsUrl(url) INTERCOM_BASE_URL: string = 'https://api.intercom.io';
  @Expose() @IsString() @MinLength(1) INTERCOM_ACCESS_TOKEN!: string;
  @Expose() @Matches(/^\d+$/) INTERCOM_ADMIN_ID!: string;
  @Expose() @IsString() @MinLength(1) INTERCOM_CLIENT_SECRET!: string;
  @Expose() @IsOptional() @IsString() @MinLength(1) INTERCOM_CLIENT_SECRET_PREVIOUS?: string;
  @Expose() @IsOptional() @IsString() @MinLength(1) INTERCOM_APP_ID?: string;
  @Expose() @Matches(/^(\d+\.\d+|Preview|Unstable)$/) INTERCOM_API_VERSION: string = '2.11';
  @Expose() @Type(() => Number) @IsInt() @Min(100) @Max(120_000) INTERCOM_TIMEOUT_MS: number = 10_000;
  @Expose() @Matches(/^\/[A-Za-z0-9/_-]*$/) INTERCOM_WEBHOOK_PATH: string = '/webhooks/intercom';
  @Expose() @IsString() @MinLength(1) INTERCOM_SESSION_ATTRIBUTE: string = 'posthog_session_id';
  @Expose() @Type(() => Number) @IsInt() @Min(1) @Max(100_000) INTERCOM_RATE_LIMIT_PER_10S: number = 1666;
  @Expose() @Type(() => Number) @IsInt() @Min(200) @Max(600_000) INTERCOM_PROBE_MS: number = 20_000;

  @Expose() @IsOptional() @IsString() @MinLength(1) OPENAI_API_KEY?: string;
  @Expose() @IsUrl(url) OPENAI_BASE_URL: string = 'https://api.openai.com/v1';
  @Expose() @IsString() @MinLength(1) OPENAI_MODEL: string = 'gpt-4o-mini';
  @Expose() @Type(() => Number) @IsInt() @Min(0) LLM_DAILY_TOKENS: number = 50_000_000;

  @Expose() @IsIn(['recipe', 'calm', 'quiet', 'off']) NOTE_PRESET: 'recipe' | 'calm' | 'quiet' | 'off' = 'recipe';
  @Expose() @IsIn(['recipe', 'grouped']) NOTE_STYLE: 'recipe' | 'grouped' = 'recipe';
  @Expose() @ValidateBy({ name: 'timeZone', validator: { validate: knownTimeZone } }) NOTE_TIME_ZONE: string = 'UTC';

  @Expose() @Type(() => Number) @IsInt() @Min(0) @Max(10_000) SUMMARY_THRESHOLD: number = 20;
  @Expose() @IsOptional() @IsString() @MaxLength(2000) SUMMARY_CONTEXT?: string;
  @Expose() @IsOptional() @IsString() @MaxLength(8000) SUMMARY_PROMPT?: string;
  @Expose() @onOff() @IsBoolean() REDACT: boolean = true;
  @Expose() @onOff() @IsBoolean() KEEP_LINK_NOTE: boolean = true;
  @Expose() @Type(() => Number) @IsInt() @Min(0) @Max(200) KEEP_ACTIONS: number = 50;
  @Expose() @onOff() @IsBoolean() SUMMARY_ROLLING: boolean = false;
  @Expose() @onOff() @IsBoolean() STREAM_SUMMARIES: boolean = false;
  @Expose()
  @numbers()
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(60_000, { each: true })
  DEBOUNCE_MS: number[] = [150];
  @Expose()
  @numbers()
  @IsInt({ each: true })
  @Min(0, { each: true })
  @Max(600_000, { each: true })
  DEBOUNCE_MAX_MS: number[] = [3000];
  @Expose() @Type(() => Number) @IsInt() @Min(1) @Max(86_400) PRE_LINK_WINDOW_SECONDS: number = 120;
  @Expose() @Type(() => Number) @IsInt() @Min(0) @Max(3600) BIN_SECONDS: number = 3;
  @Expose() @IsIn(['hold', 'post']) QUIET_STATES: 'hold' | 'post' = 'hold';
  @Expose() @Type(() => Number) @IsInt() @Min(1) @Max(30 * 86_400) LINK_WAIT_SECONDS: number = 86_400;
  @Expose() @Type(() => Number) @IsInt() @Min(1) @Max(86_400) IDENTITY_LOOKBACK_SECONDS: number = 1800;
  @Expose() @Type(() => Number) @IsInt() @Min(60) @Max(90 * 86_400) SESSION_TTL_SECONDS: number = 604_800;
  @Expose() @onOff() @IsBoolean() LINK_LEADS_BY_EMAIL: boolean = false;
  @Expose() @list() @IsUrl(url, { each: true }) SESSION_LINK_ORIGINS: string[] = [];
  @Expose() @IsOptional() @Matches(/^https?:\/\/[^\s<>"]+$/) REPLAY_URL_TEMPLATE?: string;

  @Expose() @list() @IsIn(MASK_KINDS, { each: true }) MASK: MaskKind[] = [];
  @Expose() @list() @ArrayMaxSize(MAX_MASK_PATTERNS) @Matches(MASK_PATTERN, { each: true }) MASK_PATTERNS: string[] =
    [];

  @Expose()
  @list()
  @ArrayMaxSize(20)
  @Matches(/^[\w-]{1,32}:[\x21-\x2b\x2d-\x7e]{16,200}$/, { each: true })
  ACTIVITY_API_KEYS: string[] = [];
  @Expose() @onOff() @IsBoolean() MCP: boolean = false;

  @Expose() @Type(() => Number) @IsInt() @Min(100) @Max(600_000) SHUTDOWN_TIMEOUT_MS: number = 15_000;
  @Expose() @IsString() @MinLength(1) DASHBOARD_USER: string = 'sidenote';
  @Expose() @IsOptional() @IsString() @MinLength(12) DASHBOARD_PASSWORD?: string;
  @Expose() @onOff() @IsBoolean() DASHBOARD_WRITE: boolean = false;
  @Expose() @IsIn(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']) LOG_LEVEL: string = 'info';

  /** Autoplay's product id: the last segment of the stream URL. One deployment serves one product. */
  get productId(): string {
    return decodeURIComponent(new URL(this.AUTOPLAY_STREAM_URL).pathname.split('/').filter(Boolean).at(-1) ?? '');
  }
}
