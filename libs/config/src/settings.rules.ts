import type { Role } from './roles';
import { OWN_PATHS, type SettingName } from './settings.help';
import type { Settings } from './settings';
import { trustedProxies } from './trusted.proxies';

/** A condition over settings that are each valid by themselves. */
interface CrossRule {
  /** The settings that it looks at; the first is the one that the message names. */
  reads: readonly [SettingName, ...SettingName[]];
  /** True when the settings contradict each other. */
  broken: (settings: Settings, roles: readonly Role[]) => boolean;
}

const lastSegment = (url: string) => new URL(url).pathname.split('/').filter(Boolean).at(-1) ?? '';

const decodes = (segment: string) => {
  try {
    return decodeURIComponent(segment) !== '';
  } catch (error) {
    if (error instanceof Error && error.name === 'URIError') return false;
    throw error;
  }
};

/** A webhook there would hide one of our own routes, or be hidden by it. */
const taken = (path: string) => {
  const [first] = path.split('/').filter(Boolean);
  return first === undefined || path.includes('//') || OWN_PATHS.some((own) => own === `/${first.toLowerCase()}`);
};

/** Lists go on with their last value. */
const shorterThan = (longest: number[], quiet: number[]) =>
  Array.from({ length: Math.max(longest.length, quiet.length) }).some(
    (_, i) => (longest[i] ?? longest.at(-1) ?? 0) < (quiet[i] ?? quiet.at(-1) ?? 0),
  );

export const CROSS_RULES: readonly CrossRule[] = [
  { reads: ['DEBOUNCE_MAX_MS', 'DEBOUNCE_MS'], broken: (s) => shorterThan(s.DEBOUNCE_MAX_MS, s.DEBOUNCE_MS) },
  { reads: ['REPLAY_URL_TEMPLATE'], broken: (s) => s.REPLAY_URL_TEMPLATE?.includes('{session_id}') === false },
  { reads: ['REDIS_PREFIX', 'REDIS_CLUSTER'], broken: (s) => s.REDIS_CLUSTER && !s.REDIS_PREFIX.startsWith('{') },
  { reads: ['OPS_PORT', 'PORT'], broken: (s) => s.OPS_PORT !== 0 && s.OPS_PORT === s.PORT },
  { reads: ['TRUST_PROXY'], broken: (s) => trustedProxies(s.TRUST_PROXY) === null },
  {
    reads: ['AUTOPLAY_PUSH_SECRET_PREVIOUS', 'AUTOPLAY_PUSH_SECRET'],
    broken: (s) => s.AUTOPLAY_PUSH_SECRET_PREVIOUS !== undefined && s.AUTOPLAY_PUSH_SECRET === undefined,
  },
  { reads: ['INTERCOM_WEBHOOK_PATH'], broken: (s) => taken(s.INTERCOM_WEBHOOK_PATH) },
  {
    reads: ['AUTOPLAY_STREAM_URL'],
    broken: (s) => s.AUTOPLAY_STREAM_URL !== undefined && !decodes(lastSegment(s.AUTOPLAY_STREAM_URL)),
  },
  { reads: ['DASHBOARD_USER'], broken: (s) => s.DASHBOARD_USER.includes(':') },
  // Without a key nobody could use it.
  {
    reads: ['MCP', 'ACTIVITY_API_KEYS'],
    broken: (s, roles) => roles.includes('webhook') && s.MCP && s.ACTIVITY_API_KEYS.length === 0,
  },
  // /sessions/link believes a browser only after it has looked the conversation up in Intercom.
  {
    reads: ['INTERCOM_ACCESS_TOKEN', 'SESSION_LINK_ORIGINS'],
    broken: (s, roles) =>
      roles.includes('webhook') && s.SESSION_LINK_ORIGINS.length > 0 && s.INTERCOM_ACCESS_TOKEN === undefined,
  },
];
