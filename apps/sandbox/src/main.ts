import { Command, InvalidArgumentError } from 'commander';
import { SANDBOX_CREDENTIALS, startSandbox } from './index';

const port = (value: string): number => {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 0 || parsed > 65_535)
    throw new InvalidArgumentError('a port is 0 to 65535');
  return parsed;
};
const count = (value: string): number => {
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 0) throw new InvalidArgumentError('a whole number');
  return parsed;
};

const factor = (value: string): number => {
  const parsed = Number(value);
  if (!(parsed > 0 && parsed <= 100)) throw new InvalidArgumentError('a number above 0');
  return parsed;
};

interface Flags {
  port: number;
  host: string;
  webhookUrl?: string;
  canvasUrl?: string;
  pushUrl?: string;
  pushSecret?: string;
  visitors: boolean;
  visitorsPace: number;
  opsUrl?: string;
  opsApiUrl?: string;
  supervised: boolean;
  seed?: number;
  streamToken: string;
  productId: string;
  intercomToken: string;
  clientSecret: string;
  appId: string;
  openaiKey: string;
  latencyMs: number;
  openaiLatencyMs: number;
}

const program = new Command('sandbox')
  .description("Plays Autoplay's connector, Intercom and an OpenAI-compatible summariser, and shows the inbox.")
  .option('--port <port>', 'port of everything, 0 = a free one', port, 4000)
  .option('--host <host>', 'address to listen on', '127.0.0.1')
  .option('--webhook-url <url>', "the service's webhook URL")
  .option(
    '--canvas-url <url>',
    'where the app beside a conversation has initialize and submit, else beside the webhook',
  )
  .option('--push-url <url>', "the service's push endpoint, which gets every frame too")
  .option('--push-secret <secret>', 'secret of the push signature')
  .option('--visitors', 'scripted visitors browse by themselves', false)
  .option('--visitors-pace <factor>', "scales the visitors' pauses: 1 is a person's, 0.3 is faster", factor, 1)
  .option('--supervised', 'who reads our output restarts the service when a line of it asks', false)
  .option('--ops-api-url <url>', "the service's operations door, asked with the password in SANDBOX_OPS_PASSWORD")
  .option('--ops-url <url>', "the service's operations page, linked in the inbox")
  .option('--seed <number>', 'of everything that is left to chance', count)
  .option('--stream-token <token>', 'bearer token of the stream', SANDBOX_CREDENTIALS.streamToken)
  .option('--product-id <id>', 'product of the stream', SANDBOX_CREDENTIALS.productId)
  .option('--intercom-token <token>', 'access token of the API', SANDBOX_CREDENTIALS.intercomToken)
  .option('--client-secret <secret>', 'signs the webhooks', SANDBOX_CREDENTIALS.clientSecret)
  .option('--app-id <id>', 'workspace id', SANDBOX_CREDENTIALS.appId)
  .option('--openai-key <key>', 'key of the summariser', SANDBOX_CREDENTIALS.openaiKey)
  .option('--latency-ms <ms>', "Intercom's own latency", count, 60)
  .option('--openai-latency-ms <ms>', "the summariser's own latency", count, 900);

async function main(): Promise<void> {
  const { pushSecret, opsApiUrl, supervised, ...flags } = program.parse().opts<Flags>();
  const password = process.env['SANDBOX_OPS_PASSWORD'];
  const print = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);
  const sandbox = await startSandbox({
    ...flags,
    ...(pushSecret === undefined ? {} : { pushSecret }),
    ...(opsApiUrl && password ? { operations: { url: opsApiUrl, password } } : {}),
    ...(supervised ? { ask: print } : {}),
  });
  print({ sandbox: sandbox.url, try: `${sandbox.url.replace('//0.0.0.0:', '//127.0.0.1:')}/try` });
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`The sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
