import { loadSettings } from '@app/config';
import { sandboxArguments, serviceEnvironment } from './environment';

const addresses = {
  redisUrl: 'redis://127.0.0.1:7000',
  sandboxUrl: 'http://127.0.0.1:4000',
  publicPort: 3000,
  opsPort: 3001,
  password: 'long-enough-to-look',
};

const SANDBOX = { port: 4000, webhookUrl: 'http://127.0.0.1:3000/webhooks/intercom', opsUrl: 'http://127.0.0.1:3001' };

describe('the environment of a sandbox run', () => {
  it('is a whole configuration of its own: no .env file, every address on this machine', () => {
    const environment = serviceEnvironment(addresses);
    expect(environment.SIDENOTE_ENV_FILE).toBe('');
    const settings = loadSettings(environment);
    for (const url of [settings.AUTOPLAY_STREAM_URL, settings.INTERCOM_BASE_URL, settings.OPENAI_BASE_URL]) {
      expect(new URL(url).host).toBe('127.0.0.1:4000');
    }
    expect(settings.HOST).toBe('127.0.0.1');
  });

  it('has a new prefix each time, because the sandbox forgets what the old keys are about', () => {
    expect(serviceEnvironment(addresses).REDIS_PREFIX).not.toBe(serviceEnvironment(addresses).REDIS_PREFIX);
  });

  it('gives the sandbox the credentials of the service', () => {
    const settings = loadSettings(serviceEnvironment(addresses));
    const args = sandboxArguments({ ...SANDBOX, visitorsPace: 1 });
    const valueOf = (flag: string) => args[args.indexOf(flag) + 1];
    expect(valueOf('--stream-token')).toBe(settings.AUTOPLAY_API_TOKEN);
    expect(valueOf('--product-id')).toBe(settings.productId);
    expect(valueOf('--intercom-token')).toBe(settings.INTERCOM_ACCESS_TOKEN);
    expect(valueOf('--client-secret')).toBe(settings.INTERCOM_CLIENT_SECRET);
    expect(valueOf('--app-id')).toBe(settings.INTERCOM_APP_ID);
    expect(valueOf('--openai-key')).toBe(settings.OPENAI_API_KEY);
  });

  it('plays visitors unless it is to be quiet', () => {
    expect(sandboxArguments({ ...SANDBOX, visitorsPace: 0.5 })).toEqual(expect.arrayContaining(['--visitors', '0.5']));
    expect(sandboxArguments({ ...SANDBOX, visitorsPace: null })).not.toContain('--visitors');
  });
});
