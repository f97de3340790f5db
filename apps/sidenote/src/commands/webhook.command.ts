import { type Settings, settingsFromProcess } from '@app/config';
import { Command } from 'commander';

/** Topics that Sidenote reads; `conversation.admin.noted` must stay out: our own notes fire it. */
const TOPICS = {
  'conversation.user.created': 'links a session to the new conversation',
  'conversation.user.replied': 'the same, for answers and for users who come back',
  'conversation.admin.closed': 'holds the notes of a closed conversation',
  'conversation.admin.snoozed': 'holds the notes of a snoozed conversation',
  'conversation.admin.unsnoozed': 'delivers them',
  'conversation.admin.opened': 'delivers them',
  'contact.deleted': 'erases what is known of that contact',
  'contact.archived': 'the same',
};

/** What to enter in Intercom, as text for a terminal. */
export function webhookText(settings: Pick<Settings, 'PUBLIC_BASE_URL' | 'INTERCOM_WEBHOOK_PATH'>): string {
  const base = settings.PUBLIC_BASE_URL?.replace(/\/+$/, '') ?? 'https://<set PUBLIC_BASE_URL to see your host here>';
  const width = Math.max(...Object.keys(TOPICS).map((topic) => topic.length));
  return [
    'In Intercom: Settings > Integrations > Developer Hub > your app > Configure > Webhooks',
    '',
    'Endpoint URL',
    `  ${base}${settings.INTERCOM_WEBHOOK_PATH}`,
    '',
    'Topics',
    ...Object.entries(TOPICS).map(([topic, reason]) => `  ${topic.padEnd(width)}  ${reason}`),
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
