import { type Settings, settingsFromProcess } from '@app/config';
import { Command } from 'commander';

/** The first API version that has data connectors. */
const VERSION = '2.16';
const TIMEOUT_MS = 10_000;

type FinSettings = Pick<
  Settings,
  'PUBLIC_BASE_URL' | 'ACTIVITY_API_KEYS' | 'INTERCOM_BASE_URL' | 'INTERCOM_ACCESS_TOKEN'
>;

/** A key of its own where one is named `fin`, else the first. */
function keyOf({ ACTIVITY_API_KEYS: keys }: FinSettings): string {
  const entry = keys.find((one) => one.startsWith('fin:')) ?? keys[0];
  if (entry === undefined) throw new Error('ACTIVITY_API_KEYS is not set; expected fin:<key>');
  return entry.slice(entry.indexOf(':') + 1);
}

const MOCK = {
  found: true,
  active: true,
  current_page: '/billing/plan',
  last_action_at: '2026-01-15T12:41:02.000Z',
  summary: 'The customer compared plans and pressed Pay twice.',
  summary_by: 'gpt-4o-mini',
  context: 'The customer is on /billing/plan, last action 2026-01-15T12:41:02.000Z.',
};

/** The body of `POST /data_connectors`: a draft, which somebody sets live. `key`: left out where it is only shown. */
export function dataConnector(settings: FinSettings, key: string) {
  const base = settings.PUBLIC_BASE_URL?.replace(/\/+$/, '');
  if (base === undefined) throw new Error('PUBLIC_BASE_URL is not set; Fin asks there');
  return {
    name: 'What the customer is doing',
    description:
      'Use this to learn what the customer just did in the product: their page, last actions and trouble. Its summary is written by AI for the team: a hint, not a fact, and not to be quoted.',
    http_method: 'get',
    url: `${base}/activity?conversation_id={{conversation_id}}`,
    headers: [{ name: 'Authorization', value: `Bearer ${key}` }],
    data_inputs: [
      {
        name: 'conversation_id',
        type: 'string',
        description: 'The id of this conversation; mapped by configuration, never chosen.',
        required: true,
      },
    ],
    direct_fin_usage: true,
    audiences: ['leads', 'users', 'visitors'],
    customer_authentication: false,
    bypass_authentication: true,
    validate_missing_attributes: true,
    mock_response: MOCK,
  };
}

/** Makes the draft. Returns its id. No redirect is followed: the token travels to no other host. */
export async function createConnector(settings: FinSettings): Promise<string> {
  const { INTERCOM_BASE_URL: base, INTERCOM_ACCESS_TOKEN: token } = settings;
  const answer = await fetch(`${base.replace(/\/+$/, '')}/data_connectors`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', 'intercom-version': VERSION },
    body: JSON.stringify(dataConnector(settings, keyOf(settings))),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!answer.ok) throw new Error(`Intercom refused the data connector: HTTP ${answer.status}`);
  const { id } = (await answer.json()) as { id?: unknown };
  return typeof id === 'string' || typeof id === 'number' ? String(id) : 'without an id';
}

export const finCommand = () =>
  new Command('fin')
    .description(
      "print a data connector by which Intercom's Fin asks what a customer is doing; --create makes its draft",
    )
    .option('--create', 'make the draft in Intercom')
    .action(async ({ create }: { create?: boolean }) => {
      const settings = settingsFromProcess({
        roles: create ? ['writer'] : [],
        only: [
          'PUBLIC_BASE_URL',
          'ACTIVITY_API_KEYS',
          'INTERCOM_BASE_URL',
          ...(create ? (['INTERCOM_ACCESS_TOKEN'] as const) : []),
        ],
      });
      const said = create
        ? `A draft is made: ${await createConnector(settings)}. In Intercom, map conversation_id to the conversation, test it, and set it live.`
        : JSON.stringify(dataConnector(settings, '<your key of ACTIVITY_API_KEYS>'), null, 2);
      process.stdout.write(`${said}\n`);
    });
