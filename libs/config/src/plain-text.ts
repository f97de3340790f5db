import type { SettingName } from './settings.help';
import type { Settings } from './settings';

const URLS: readonly SettingName[] = [
  'REDIS_URL',
  'AUTOPLAY_STREAM_URL',
  'INTERCOM_BASE_URL',
  'OPENAI_BASE_URL',
  'PUBLIC_BASE_URL',
];
const PLAIN: Record<string, string> = { 'http:': 'https://', 'redis:': 'rediss://' };

/** This machine, and names without a dot: those of a network of containers, which no other network resolves. */
const isLocal = (host: string) =>
  !/[.:]/.test(host) || /^(127\.\d+\.\d+\.\d+|\[::1\]|([a-z0-9-]+\.)*localhost)$/i.test(host);

/** One line for each address to which credentials or texts would travel unencrypted. */
export function plainTextWarnings(settings: Settings): string[] {
  return URLS.flatMap((name) => {
    const value = settings[name];
    if (typeof value !== 'string' || !URL.canParse(value)) return [];
    const { protocol, hostname } = new URL(value);
    const better = PLAIN[protocol];
    return better && !isLocal(hostname)
      ? [`${name} is plain ${protocol}// to another host: what is sent there can be read on the way; use ${better}`]
      : [];
  });
}
