/** The one place that reads the environment: parsed once, all errors at once, secrets never shown. */
export { ConfigModule, REDIS_PREFIX } from './config.module';
export { MASK_KINDS, MASK_PATTERN, type MaskKind } from './mask.options';
export { plainTextWarnings } from './plain-text';
export { settingsFromProcess, settingsOfPreset } from './settings.environment';
export { SETTINGS_HELP, type SettingHelp, type SettingName } from './settings.help';
export { loadSettings, SettingsError, type LoadOptions } from './settings.load';
export { REQUIRED_BY_ROLE, ROLES, type Role } from './roles';
export { redactedSummary } from './settings.summary';
export { Settings } from './settings';
export { trustedProxies } from './trusted.proxies';
