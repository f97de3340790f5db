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

interface Flags {
  port: number;
  host: string;
  webhookUrl?: string;
  pushUrl?: string;
  pushSecret?: string;
  visitors: boolean;
  opsUrl?: string;
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
  .option('--push-url <url>', "the service's push endpoint, which gets every frame too")
  .option('--push-secret <secret>', 'secret of the push signature')
  .option('--visitors', 'scripted visitors browse by themselves', false)
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
  const { pushSecret, ...flags } = program.parse().opts<Flags>();
  const sandbox = await startSandbox({ ...flags, ...(pushSecret === undefined ? {} : { pushSecret }) });
  process.stdout.write(`${JSON.stringify({ sandbox: sandbox.url })}\n`);
  const stop = () => void sandbox.close().then(() => process.exit(0));
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

main().catch((error: unknown) => {
  process.stderr.write(`The sandbox did not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
