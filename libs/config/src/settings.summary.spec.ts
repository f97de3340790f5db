import { loadSettings } from './settings.load';
import { redactedSummary } from './settings.summary';

describe('redactedSummary', () => {
  const summary = redactedSummary(
    loadSettings(
      {
        REDIS_URL: 'redis://me:hunter2-secret@redis.example:6379/1',
        AUTOPLAY_STREAM_URL: 'https://connector.example/stream/northwind?key=hunter2-secret#hunter2-fragment',
        INTERCOM_BASE_URL: 'https://hunter2-as-user@intercom.example',
        AUTOPLAY_API_TOKEN: 'tok_0123456789abcd',
        DASHBOARD_PASSWORD: 'hunter2-secret',
      },
      { roles: ['stream'] },
    ),
  );

  it('shows of a secret that it is set, and nothing of it', () => {
    expect(summary).toMatchObject({
      AUTOPLAY_API_TOKEN: 'set',
      DASHBOARD_PASSWORD: 'set',
      INTERCOM_CLIENT_SECRET: 'not set',
      PORT: 3000,
    });
  });

  it('shows URLs without credentials, query and fragment', () => {
    expect(summary.REDIS_URL).toBe('redis://••••@redis.example:6379/1');
    expect(summary.AUTOPLAY_STREAM_URL).toBe('https://connector.example/stream/northwind?••••');
    expect(summary.INTERCOM_BASE_URL).toBe('https://••••@intercom.example/');
    expect(JSON.stringify(summary)).not.toContain('hunter2');
  });
});
