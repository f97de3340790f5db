import type { SettingName } from './settings.help';

/** What NOTE_PRESET sets where a variable is not set itself, as it would stand in the environment; the rest are the common defaults. */
const PRESETS: Record<string, Partial<Record<SettingName, string>>> = {
  calm: {
    NOTE_STYLE: 'grouped',
    DEBOUNCE_MS: '5000,10000,20000,30000',
    DEBOUNCE_MAX_MS: '10000,30000,60000,120000',
    SUMMARY_THRESHOLD: '40',
    SUMMARY_ROLLING: 'on',
  },
  quiet: {
    NOTE_STYLE: 'grouped',
    DEBOUNCE_MS: '30000',
    DEBOUNCE_MAX_MS: '120000',
    SUMMARY_THRESHOLD: '0',
    REDACT: 'off',
  },
};

export const presetOf = (name: string | undefined): Partial<Record<SettingName, string>> =>
  (name !== undefined && Object.hasOwn(PRESETS, name) && PRESETS[name]) || {};
