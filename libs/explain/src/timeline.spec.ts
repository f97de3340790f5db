import { loadSettings } from '@app/config';
import type { TelemetryEvent } from '@app/telemetry';
import { timelineItem } from './timeline';

const settings = loadSettings({ REDIS_URL: 'redis://127.0.0.1:1' }, { roles: [] });
const item = (event: TelemetryEvent, count = 1) => timelineItem({ at: 1, count, event }, settings);

describe('the timeline', () => {
  it('tells payloads of a moment as one', () => {
    const payload = { what: 'payload', outcome: 'admitted', sessionKey: 'a', eventId: 'e', actions: 7 } as const;
    expect(item({ ...payload, by: 'stream' }, 3)).toMatchObject({
      text: '7 actions arrived',
      detail: 'by stream · 3 payloads',
    });
  });

  it('tells a note with its attempts and the planned next one', () => {
    const note = { what: 'note', sessionKey: 'a', conversationId: '1', ref: 'r', kind: 'actions', actions: 1 } as const;
    expect(item({ ...note, outcome: 'retried', tries: 2, reason: 'http_503', nextInMs: 10_000 })).toMatchObject({
      tone: 'odd',
      detail: '1 action · attempt 3 · http_503 · again in 10 seconds',
    });
  });

  it('tells tokens and cost of a summary, and no cost where it is not known', () => {
    const stored = { what: 'summary', outcome: 'stored', sessionKey: 'a', summary: 0, actions: 20, ms: 900 } as const;
    const asked = { model: 'gpt-4o-mini', promptTokens: 500, completionTokens: 60 };
    expect(item({ ...stored, ...asked, costUsd: 0.000111 })?.detail).toBe(
      'gpt-4o-mini · 500 + 60 tokens · $0.000111 · 900 ms',
    );
    expect(item({ ...stored, ...asked })?.detail).not.toContain('$');
  });

  it('leaves out what another version wrote', () => {
    const odd = { what: 'note', outcome: 'teleported', sessionKey: 'a' } as unknown as TelemetryEvent;
    expect(item(odd)).toBeNull();
    expect(item({ what: 'something else' } as unknown as TelemetryEvent)).toBeNull();
  });
});
