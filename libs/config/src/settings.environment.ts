import { loadSettings, type LoadOptions } from './settings.load';
import type { SettingName } from './settings.help';
import type { Settings } from './settings';

/** What a preset is about. */
const PACE: SettingName[] = [
  'NOTE_STYLE',
  'DEBOUNCE_MS',
  'DEBOUNCE_MAX_MS',
  'SUMMARY_THRESHOLD',
  'SUMMARY_ROLLING',
  'REDACT',
  'KEEP_LINK_NOTE',
];

/**
 * Settings of this process: its environment over the `.env` file of the working directory.
 * `SIDENOTE_ENV_FILE` names another file; empty, none is read (the sandbox does this, so that real credentials stay out of it).
 */
export const settingsFromProcess = (options: Omit<LoadOptions, 'envFile'> = {}): Settings =>
  loadSettings(process.env, { ...options, envFile: process.env.SIDENOTE_ENV_FILE ?? '.env' });

/** The settings as they would be with this preset, and which of the variables that it sets are set by themselves, so that they win. */
export function settingsOfPreset(preset: string): { settings: Settings; own: SettingName[] } {
  const envFile = process.env.SIDENOTE_ENV_FILE ?? '.env';
  const environment = { ...process.env, NOTE_PRESET: preset };
  const settings = loadSettings(environment, { envFile, roles: [], only: [] });
  const without = loadSettings({ NOTE_PRESET: preset }, { roles: [], only: [] });
  const own = PACE.filter((name) => String(settings[name]) !== String(without[name]));
  return { settings, own };
}
