import { loadSettings } from './settings.load';
import { redactedSummary } from './settings.summary';

describe('redactedSummary', () => {
  const summary = redactedSummary(
    loadSettings(
      {
        REDIS_URL: 'redis://me:hunter2-secret@redis.example:6379/1',
        AUTOPLAY_STREAM_URL: 'https://connector.example/stream/northwind?key=hunter2-secret',
        AUTOPLAY_API_TOKEN: 'tok_0123456789abcd',
        DASHBOARD_PASSWORD: 'hunter2',
      },
      { roles: ['stream'] },
    ),
  );

  it('shows the end of a long secret, nothing of a short one, and which are not set', () => {
    expect(summary).toMatchObject({
      AUTOPLAY_API_TOKEN: 'set (••••abcd)',
      DASHBOARD_PASSWORD: 'set (••••)',
      INTERCOM_CLIENT_SECRET: 'not set',
      PORT: 3000,
    });
  });

  it('shows URLs without password and query', () => {
    expect(summary.REDIS_URL).toBe('redis://me:••••@redis.example:6379/1');
    expect(summary.AUTOPLAY_STREAM_URL).toBe('https://connector.example/stream/northwind?••••');
    expect(JSON.stringify(summary)).not.toContain('hunter2');
  });
});
