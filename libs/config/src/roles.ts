import type { SettingName } from './settings.help';

/** What one process may be; a deployment runs each at least once, in one process or in several. */
export const ROLES = ['webhook', 'stream', 'writer', 'dashboard'] as const;
export type Role = (typeof ROLES)[number];

/** Settings without a default, and the roles that cannot run without them. For other roles they are optional. */
export const REQUIRED_BY_ROLE: Record<Role, readonly SettingName[]> = {
  webhook: ['AUTOPLAY_STREAM_URL', 'INTERCOM_CLIENT_SECRET'],
  stream: ['AUTOPLAY_STREAM_URL', 'AUTOPLAY_API_TOKEN'],
  writer: ['AUTOPLAY_STREAM_URL', 'INTERCOM_ACCESS_TOKEN', 'INTERCOM_ADMIN_ID'],
  dashboard: [],
};
