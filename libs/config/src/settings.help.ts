import type { Settings } from './settings';

export type SettingName = Exclude<keyof Settings, 'productId'>;

/** What a person needs to know about one variable; messages at boot, `.env.example` and the docs are made from it. */
export interface SettingHelp {
  /** What it is for, and what its default means. */
  purpose: string;
  /** The values that are accepted, in words. */
  expected: string;
  /** Where the value is found, for those that come from outside. */
  found?: string;
  /** Never shown: its value is a credential. */
  secret?: true;
  /** Shown only without credentials and query. */
  url?: true;
  /** An address that may hold a credential: it can be read from a file too. */
  credentials?: true;
  /** A long text of people's: may come from a file. */
  prose?: true;
}

const AUTOPLAY = 'Autoplay gives it to you when your product is set up (the SDK calls it';
const HUB = 'Intercom > Settings > Integrations > Developer Hub > your app >';
const port = 'a port from 0 to 65535 (0 = any free one)';
/** First segments of what the service itself answers, on either door. */
export const OWN_PATHS = [
  '/api',
  '/activity',
  '/canvas',
  '/events',
  '/health',
  '/mcp',
  '/metrics',
  '/ops',
  '/queues',
  '/sessions',
] as const;
const seconds = (from: number, to: string) => `whole seconds from ${from} to ${to}`;

export const SETTINGS_HELP: Record<SettingName, SettingHelp> = {
  REDIS_URL: {
    purpose: 'Redis 7 or Valkey 8 with appendonly and noeviction: all state is there. Default: a local one.',
    expected: 'redis://[user:password@]host:port[/db], or rediss:// for TLS',
    url: true,
    credentials: true,
  },
  REDIS_CLUSTER: {
    purpose: 'REDIS_URL is a node of a Redis Cluster. All keys are in one slot, by the braces in REDIS_PREFIX.',
    expected: 'on or off',
  },
  REDIS_PREFIX: {
    purpose: 'First part of every Redis key, so that several deployments can share one Redis.',
    expected: '1 to 32 letters, digits, _ or -; with REDIS_CLUSTER=on the same in braces, as {sidenote}',
  },
  PORT: { purpose: 'The public door: webhooks of Intercom, push of Autoplay.', expected: port },
  OPS_PORT: { purpose: 'The private door: health, queues. Never expose it.', expected: `${port}, not the one of PORT` },
  HOST: {
    purpose: 'The address that the public door listens on. Default: all.',
    expected: 'an IP address or host name',
  },
  OPS_HOST: {
    purpose: 'The address that the private door listens on. Default: this machine only; the image sets 0.0.0.0.',
    expected: 'an IP address or host name',
  },
  TRUST_PROXY: {
    purpose:
      'Proxies whose X-Forwarded-For is believed, for limits by address. Unset: none; behind a proxy all callers then share one limit.',
    expected: 'how many proxies stand in front (1 to 10), or their addresses and networks, separated by commas',
  },
  PUBLIC_BASE_URL: {
    purpose: 'Where the world reaches PORT; only `sidenote webhook` needs it, to print the URL for Intercom.',
    expected: 'https://host[/path]',
    found: 'the address of your proxy or tunnel in front of PORT',
    url: true,
  },
  AUTOPLAY_STREAM_URL: {
    purpose: 'The stream of user actions; its last segment is the product id.',
    expected: 'the whole stream URL, ending in the product id',
    found: `${AUTOPLAY} stream_url)`,
    url: true,
    credentials: true,
  },
  AUTOPLAY_API_TOKEN: {
    purpose: 'Bearer token for the stream.',
    expected: 'the token as given, without "Bearer"',
    found: `${AUTOPLAY} token)`,
    secret: true,
  },
  AUTOPLAY_PUSH_SECRET: {
    purpose: 'Signs the payloads that Autoplay pushes to /events/<product id>. Unset: push is off.',
    expected: 'at least 8 characters',
    found: 'agreed with Autoplay when push mode is set up for your product',
    secret: true,
  },
  AUTOPLAY_PUSH_SECRET_PREVIOUS: {
    purpose: 'The secret before it, accepted as well while it is being changed.',
    expected: 'at least 8 characters, only beside AUTOPLAY_PUSH_SECRET',
    secret: true,
  },
  STREAM_BUFFER_MAX: {
    purpose: 'Payloads that the stream reader keeps while Redis is away; what is over is dropped and counted.',
    expected: 'a whole number from 1 to 1,000,000',
  },
  INTERCOM_BASE_URL: {
    purpose: "Intercom's API. Default: the US region.",
    expected: 'https://api.intercom.io, https://api.eu.intercom.io or https://api.au.intercom.io',
    found: 'the region is in Intercom > Settings > Workspace > General',
    url: true,
  },
  INTERCOM_ACCESS_TOKEN: {
    purpose: 'Posts notes and redacts them.',
    expected: 'an access token that may read and write conversations',
    found: `${HUB} Configure > Authentication`,
    secret: true,
  },
  INTERCOM_ADMIN_ID: {
    purpose: 'The team mate in whose name notes are posted.',
    expected: 'digits only',
    found: 'Intercom > Settings > Teammates > open one: the number in the address bar; or GET /admins',
  },
  INTERCOM_CLIENT_SECRET: {
    purpose: 'Proves that webhooks are from Intercom.',
    expected: 'the client secret of the same app as the access token',
    found: `${HUB} Configure > Basic information`,
    secret: true,
  },
  INTERCOM_CLIENT_SECRET_PREVIOUS: {
    purpose: 'The client secret before it, accepted as well while it is being changed.',
    expected: 'the client secret that the app had before',
    secret: true,
  },
  INTERCOM_APP_ID: {
    purpose: 'When set, webhooks of other workspaces are ignored.',
    expected: 'the workspace id, such as w4zk9qpt',
    found: 'in the address bar of Intercom, after /apps/',
  },
  INTERCOM_API_VERSION: {
    purpose: 'Sent as Intercom-Version with every call.',
    expected: 'a version such as 2.11, or Preview, or Unstable',
    found: `${HUB} Configure > Basic information`,
  },
  INTERCOM_TIMEOUT_MS: {
    purpose: 'How long one call to Intercom may take.',
    expected: 'milliseconds from 100 to 120,000',
  },
  INTERCOM_WEBHOOK_PATH: {
    purpose: 'Path of the webhook on the public door.',
    expected: `a path of letters, digits, /, _ and - that is not one of our own (below ${OWN_PATHS.join(', ')})`,
  },
  INTERCOM_SESSION_ATTRIBUTE: {
    purpose: "The conversation's custom attribute that holds the session id.",
    expected: 'the name of a conversation attribute',
    found: 'Intercom > Settings > Data > Conversations',
  },
  INTERCOM_RATE_LIMIT_PER_10S: {
    purpose: 'Calls per 10 seconds over all processes; answers of Intercom correct it. Default: 10,000 a minute.',
    expected: 'a whole number from 1 to 100,000',
  },
  INTERCOM_PROBE_MS: {
    purpose: 'While Intercom refuses calls, one tries again so often; in an outage, more than six times as often.',
    expected: 'milliseconds from 200 to 600,000',
  },
  OPENAI_API_KEY: {
    purpose: 'For the summaries; without it rules write them. A server without authentication takes any word.',
    expected: 'an API key',
    found: 'https://platform.openai.com/api-keys',
    secret: true,
  },
  OPENAI_BASE_URL: {
    purpose: 'Any OpenAI-compatible server. Default: OpenAI.',
    expected: 'an http(s) URL, up to and with /v1',
    url: true,
  },
  OPENAI_MODEL: { purpose: 'The model that writes summaries.', expected: 'a model name of that server' },
  LLM_DAILY_TOKENS: {
    purpose:
      'Tokens that summaries may use a day (UTC); beyond it rules write them. The default is some 50,000 summaries, far beyond any team: it bounds what somebody who sends made-up clicks can make you pay.',
    expected: 'a whole number, 0 or more',
  },
  NOTE_PRESET: {
    purpose:
      'Defaults for look and pace: recipe = a note for every few clicks, calm = for people who work in the inbox, quiet = few notes that stay, off = no notes. A variable that is set itself wins.',
    expected: 'recipe, calm, quiet or off',
  },
  NOTE_STYLE: { purpose: 'The layout of notes.', expected: 'recipe or grouped' },
  NOTE_TIME_ZONE: { purpose: 'Times in grouped notes.', expected: 'an IANA time zone such as Europe/Berlin' },
  SUMMARY_THRESHOLD: {
    purpose: 'So many posted actions of a session make a summary due; 0: none.',
    expected: 'a whole number from 0 to 10,000',
  },
  SUMMARY_CONTEXT: {
    purpose:
      'What the LLM should know of your product: what it is, its words, what looks like an error and is none. Or SUMMARY_CONTEXT_FILE.',
    expected: 'at most 2,000 characters',
    prose: true,
  },
  SUMMARY_PROMPT: {
    purpose: 'Replaces our instructions to the LLM; fence and gate stay. Or, better, SUMMARY_PROMPT_FILE.',
    expected: 'at most 8,000 characters',
    prose: true,
  },
  REDACT: {
    purpose: 'off: summaries are posted, and the notes that they cover stay. Redaction cannot be undone.',
    expected: 'on or off',
  },
  KEEP_LINK_NOTE: {
    purpose: 'off: the note of what led to the question counts for summaries, and is redacted like any other.',
    expected: 'on or off',
  },
  KEEP_ACTIONS: {
    purpose:
      'So many of its last actions, and its last summary, every linked session keeps for the panel and GET /activity: some 250 bytes of Redis each. 0: only what no summary covers yet.',
    expected: 'a whole number from 0 to 200',
  },
  SUMMARY_ROLLING: {
    purpose:
      'on: a summary covers the one before it too, whose note is then redacted; the newest note stays beside it.',
    expected: 'on or off',
  },
  STREAM_SUMMARIES: { purpose: "on: summaries of Autoplay's stream are posted too.", expected: 'on or off' },
  DEBOUNCE_MS: {
    purpose:
      'A session this long quiet gets its note. A list goes by the number of notes since the user last wrote, its last value for all further ones. It grows up to DEBOUNCE_MAX_MS where notes follow each other quickly.',
    expected: 'milliseconds from 0 to 60,000, one value or several, separated by commas',
  },
  DEBOUNCE_MAX_MS: {
    purpose: 'No action waits longer than this for quiet.',
    expected: 'milliseconds from 0 to 600,000, one value or several, each at least that of DEBOUNCE_MS',
  },
  PRE_LINK_WINDOW_SECONDS: {
    purpose: 'How far back the first note of a conversation goes.',
    expected: seconds(1, '86,400'),
  },
  BIN_SECONDS: { purpose: 'Bins of the first note; 0: none.', expected: seconds(0, '3,600') },
  QUIET_STATES: {
    purpose: 'What happens in closed and snoozed conversations: hold the notes until they open, or post.',
    expected: 'hold or post',
  },
  LINK_WAIT_SECONDS: {
    purpose: 'How long a conversation waits for a session of its user.',
    expected: seconds(1, '2,592,000 (30 days)'),
  },
  IDENTITY_LOOKBACK_SECONDS: {
    purpose: 'Sessions quiet for longer than this are not linked by user or e-mail.',
    expected: seconds(1, '86,400'),
  },
  SESSION_TTL_SECONDS: {
    purpose: 'Life of links, sessions and ledgers after the last activity. Default: 7 days.',
    expected: seconds(60, '7,776,000 (90 days)'),
  },
  LINK_LEADS_BY_EMAIL: {
    purpose: "on: a lead's e-mail links too. It is what a visitor typed into the Messenger, and proves nothing.",
    expected: 'on or off',
  },
  SESSION_LINK_ORIGINS: {
    purpose: 'Web origins that may call /sessions/link. Unset: it is off.',
    expected: 'origins such as https://shop.example.com, separated by commas',
  },
  REPLAY_URL_TEMPLATE: {
    purpose: 'A link to the replay under each note. Unset: none.',
    expected: 'an http(s) URL with {session_id}; {timestamp}, {timestamp_ms} and {offset} may be in it',
    found: 'copy the address of a replay in PostHog and put {session_id} in place of its id',
  },
  MASK: {
    purpose: 'What is blanked besides secrets, in all that is stored, posted or sent to an LLM. Default: nothing.',
    expected: 'any of emails, phones, addresses, names, dates, ips, typed (every typed value), separated by commas',
  },
  MASK_PATTERNS: {
    purpose: 'Own patterns that are blanked, such as `EMP-####`; docs/masking.md has more. Default: none.',
    expected:
      'up to 50 patterns of 3 to 60 characters, separated by commas: # is a digit, @ a letter, ? either, * (once, not first, with at least three other characters) a run of letters and digits',
  },
  ACTIVITY_API_KEYS: {
    purpose:
      'Keys of GET /activity, each with a name. Unset: it is off. Of a key that is being changed, both are listed under the same name.',
    expected:
      'name:key, several separated by commas; a name of letters, digits, _ or -, a key of at least 16 characters',
    secret: true,
  },
  MCP: {
    purpose:
      'on: what GET /activity answers is also a tool for agents that speak MCP, at /mcp, with the same keys. Default: it is off.',
    expected: 'on or off; on only with ACTIVITY_API_KEYS',
  },
  SHUTDOWN_TIMEOUT_MS: {
    purpose: 'How long work in hand may take when the process stops; then it is left to another one.',
    expected: 'milliseconds from 100 to 600,000',
  },
  DASHBOARD_USER: { purpose: 'Name for /queues.', expected: 'a name without colon' },
  DASHBOARD_PASSWORD: {
    purpose: 'Password for /queues. Unset: the page is not there.',
    expected: 'a password of your choice of at least 12 characters',
    secret: true,
  },
  DASHBOARD_WRITE: { purpose: 'on: /queues may change jobs. Default: it only looks.', expected: 'on or off' },
  LOG_LEVEL: {
    purpose: 'The least severe lines that are logged.',
    expected: 'trace, debug, info, warn, error, fatal or silent',
  },
};
