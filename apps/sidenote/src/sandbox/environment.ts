import { randomBytes } from 'node:crypto';
import type { Settings } from '@app/config';
import { SANDBOX_CREDENTIALS as credentials } from './credentials';

export interface Addresses {
  redisUrl: string;
  /** `http://host:port` of the sandbox. */
  sandboxUrl: string;
  publicPort: number;
  opsPort: number;
  /** Of the queues page. */
  password: string;
}

type Variables = { [name in Exclude<keyof Settings, 'productId'>]?: string };

/**
 * The whole environment of the service in a sandbox run: nothing of the user's own comes in, neither by the environment nor by
 * a `.env` file, so that real credentials are never used here. The prefix is new each time, because the sandbox forgets its
 * conversations when it stops.
 */
export function serviceEnvironment({
  redisUrl,
  sandboxUrl,
  publicPort,
  opsPort,
  password,
}: Addresses): Record<string, string> {
  const variables: Variables = {
    REDIS_URL: redisUrl,
    REDIS_PREFIX: `sandbox-${randomBytes(4).toString('hex')}`,
    HOST: '127.0.0.1',
    OPS_HOST: '127.0.0.1',
    PORT: String(publicPort),
    OPS_PORT: String(opsPort),
    PUBLIC_BASE_URL: `http://127.0.0.1:${publicPort}`,
    AUTOPLAY_STREAM_URL: `${sandboxUrl}/autoplay/stream/${credentials.productId}`,
    AUTOPLAY_API_TOKEN: credentials.streamToken,
    INTERCOM_BASE_URL: `${sandboxUrl}/intercom`,
    INTERCOM_ACCESS_TOKEN: credentials.intercomToken,
    INTERCOM_ADMIN_ID: credentials.adminId,
    INTERCOM_CLIENT_SECRET: credentials.clientSecret,
    INTERCOM_APP_ID: credentials.appId,
    // Longer than the slowest answer of the page's switches; who watches a lost answer waits so long for the look at what is there.
    INTERCOM_TIMEOUT_MS: '4000',
    OPENAI_BASE_URL: `${sandboxUrl}/openai/v1`,
    OPENAI_API_KEY: credentials.openaiKey,
    DASHBOARD_PASSWORD: password,
  };
  return { SIDENOTE_ENV_FILE: '', ...variables };
}

export interface SandboxArguments {
  port: number;
  webhookUrl: string;
  /** `http://host:port` of the operations door. */
  opsUrl: string;
  /** Scales the pauses of the scripted visitors; null: there are none. */
  visitorsPace: number | null;
}

/** The arguments that give the sandbox the same credentials; it may ask us to restart the service. */
export const sandboxArguments = ({ port, webhookUrl, opsUrl, visitorsPace }: SandboxArguments): string[] => [
  ...(visitorsPace === null ? [] : ['--visitors', '--visitors-pace', String(visitorsPace)]),
  '--supervised',
  ...['--port', String(port)],
  ...['--webhook-url', webhookUrl],
  ...['--ops-url', `${opsUrl}/ops`],
  ...['--ops-api-url', opsUrl],
  ...['--stream-token', credentials.streamToken],
  ...['--product-id', credentials.productId],
  ...['--intercom-token', credentials.intercomToken],
  ...['--client-secret', credentials.clientSecret],
  ...['--app-id', credentials.appId],
  ...['--openai-key', credentials.openaiKey],
];
