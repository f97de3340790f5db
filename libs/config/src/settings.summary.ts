import { SETTINGS_HELP, type SettingName } from './settings.help';
import type { Settings } from './settings';

/** A URL without what may be secret in it: who asks, the query and the fragment. */
const maskUrl = (text: string) => {
  if (!URL.canParse(text)) return 'set';
  const url = new URL(text);
  const asker = url.username !== '' || url.password !== '';
  Object.assign(url, { username: '', password: '' });
  if (url.search) url.search = '?••••';
  url.hash = '';
  return decodeURI(asker ? url.href.replace('://', '://••••@') : url.href);
};

const shown = (name: SettingName, value: unknown): unknown => {
  const { secret, url } = SETTINGS_HELP[name];
  if (value === undefined) return 'not set';
  if (secret) return 'set';
  return url && typeof value === 'string' ? maskUrl(value) : value;
};

/** Every setting as it may be logged: of a secret that it is `set` and nothing of it, URLs without credentials and query. */
export function redactedSummary(settings: Settings): Record<SettingName, unknown> {
  const names = Object.keys(SETTINGS_HELP) as SettingName[];
  return Object.fromEntries(names.map((name) => [name, shown(name, settings[name])])) as Record<SettingName, unknown>;
}
