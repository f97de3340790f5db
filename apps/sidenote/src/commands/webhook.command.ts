import { type Settings, settingsFromProcess } from '@app/config';
import { Command } from 'commander';
import { WEBHOOK_TOPICS } from '../desk';

/** What to enter in Intercom, as text for a terminal. */
export function webhookText(settings: Pick<Settings, 'PUBLIC_BASE_URL' | 'INTERCOM_WEBHOOK_PATH'>): string {
  const base = settings.PUBLIC_BASE_URL?.replace(/\/+$/, '') ?? 'https://<set PUBLIC_BASE_URL to see your host here>';
  const width = Math.max(...Object.keys(WEBHOOK_TOPICS).map((topic) => topic.length));
  return [
    'In Intercom: Settings > Integrations > Developer Hub > your app > Configure > Webhooks',
    '',
    'Endpoint URL',
    `  ${base}${settings.INTERCOM_WEBHOOK_PATH}`,
    '',
    'Topics',
    ...Object.entries(WEBHOOK_TOPICS).map(([topic, { why }]) => `  ${topic.padEnd(width)}  ${why}`),
    '',
    'Intercom checks the URL when you save it: Sidenote must be running and reachable there.',
    '',
  ].join('\n');
}

export const webhookCommand = () =>
  new Command('webhook')
    .description('print what to enter in Intercom for its webhooks: the URL and the topics')
    .action(() => {
      const settings = settingsFromProcess({ roles: [], only: ['PUBLIC_BASE_URL', 'INTERCOM_WEBHOOK_PATH'] });
      process.stdout.write(webhookText(settings));
    });
