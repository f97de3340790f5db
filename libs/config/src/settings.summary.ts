import { SETTINGS_HELP, type SettingName } from './settings.help';
import type { Settings } from './settings';

/** Short secrets show nothing: four characters of eight would be half of it. */
const mask = (secret: string) => (secret.length < 12 ? 'set (••••)' : `set (••••${secret.slice(-4)})`);

/** A URL without what may be secret in it: its password and its query. */
const maskUrl = (text: string) => {
  if (!URL.canParse(text)) return mask(text);
  const url = new URL(text);
  if (url.password) url.password = '••••';
  if (url.search) url.search = '?••••';
  return decodeURI(url.href);
};

/** Every setting as it may be logged: secrets as `set (••••last4)` or `not set`, URLs without password and query. */
export function redactedSummary(settings: Settings): Record<SettingName, unknown> {
  const rows = (Object.keys(SETTINGS_HELP) as SettingName[]).map((name) => {
    const value = settings[name];
    const { secret, url } = SETTINGS_HELP[name];
    if (value === undefined) return [name, 'not set'];
    return [
      name,
      typeof value === 'string' && secret ? mask(value) : typeof value === 'string' && url ? maskUrl(value) : value,
    ];
  });
  return Object.fromEntries(rows) as Record<SettingName, unknown>;
}
