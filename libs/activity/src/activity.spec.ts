import { emailKeyOf, userKeyOf } from '@app/redis';
import type { KeptSession, SessionView } from '@app/sessions';
import { ActivityFinder, type Asked } from './activity.finder';

const session: KeptSession = {
  sessionKey: 'k',
  sessionId: 's',
  userKey: userKeyOf('u'),
  emailKey: emailKeyOf('a@x.example'),
  conversationId: 'c',
  startedAt: 0,
  lastAt: 1_000,
  beganAt: 1_000,
  actions: [
    { i: 0, type: 'click', text: 'User clicked Pay '.repeat(200), ts: 1, url: 'https://shop.example/pay?card=1' },
  ],
  summary: { prose: 'They pay.', by: 'gpt' },
  summaryDue: false,
};
const view = {
  kept: async (key: string) => (key === 'k' ? session : undefined),
  conversation: async (id: string) =>
    id === 'c' ? { sessionKeys: ['k'], decisions: [{ at: 1, decision: 'linked_by_user', sessionKey: 'k' }] } : null,
  sessionsOf: async (id: string) => (id === 's' ? [{ sessionKey: 'k' }] : []),
} as unknown as SessionView;
const candidates = async () => ({ sessions: ['k', 'gone'], conversations: [], deadLetters: [], full: false });
const finder = new ActivityFinder(view, { candidates }, 'product', undefined);

describe('what a customer is doing', () => {
  it.each<[string, Asked]>([
    ['its conversation', { conversationId: 'c' }],
    ['its session', { sessionId: 's' }],
    ['its user', { userId: 'u' }],
    ['its e-mail', { email: 'A@x.example' }],
    ['all that agree', { conversationId: 'c', userId: 'u', email: 'a@x.example', sessionId: 's' }],
  ])('is found by %s', async (_, asked) => {
    expect(await finder.find(asked)).toMatchObject({ found: true, session_id: 's', linked_by: 'user_id' });
  });

  it.each<[string, Asked]>([
    ['an unknown conversation', { conversationId: 'other' }],
    ["a conversation and another user's name", { conversationId: 'c', userId: 'other' }],
    ['a conversation and an empty name', { conversationId: 'c', userId: '' }],
    ['a conversation and another e-mail', { conversationId: 'c', email: 'b@x.example' }],
    ['a session and another user', { sessionId: 's', userId: 'other' }],
    ['a user whom the index only may mean', { userId: 'other' }],
    ['an empty name', { userId: '' }],
    ['part of a name', { email: 'a@x' }],
  ])('is not found by %s', async (_, asked) => {
    expect(await finder.find(asked)).toEqual({ found: false });
  });

  it('is told in a block of at most 2,000 characters that says what is written by AI, without queries of pages', async () => {
    const found = await finder.find({ sessionId: 's' });
    if (!found.found) throw new Error('expected it to be found');
    expect(found.context.length).toBeLessThanOrEqual(2_000);
    expect(found.context).toContain('written by AI, may be wrong): They pay.');
    expect([found.current_page, found.recent_actions[0]?.page]).toEqual(['/pay', '/pay']);
  });
});
