import { emailKeyOf, userKeyOf } from '@app/redis';
import type { ConversationSnapshot, KeptSession, SessionView } from '@app/sessions';
import { ActivityFinder, type Asked, linkDecision } from './activity.finder';

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

  it('is linked as its link says, whatever was decided of it since', async () => {
    const decisions = [
      { at: 2, decision: 'already_linked', sessionKey: 'k' },
      { at: 1, decision: 'linked_by_user', sessionKey: 'k' },
      { at: 0, decision: 'linked_by_email', sessionKey: 'another' },
    ];
    const conversation = { ...(await view.conversation('c'))!, decisions } as ConversationSnapshot;
    expect(linkDecision(conversation, 'k')).toBe('linked_by_user');
    expect([linkDecision(conversation, 'none'), linkDecision(null, 'k')]).toEqual([null, null]);
  });

  it('is looked up in one round trip where the conversation was read: its sessions, the last active one', async () => {
    const asked: string[] = [];
    const older = { ...session, sessionKey: 'old', lastAt: 1 };
    const elsewhere = { ...session, sessionKey: 'moved', conversationId: 'another', lastAt: 5_000 };
    const all = new Map([session, older, elsewhere].map((one) => [one.sessionKey, one]));
    const kept = async (key: string) => {
      asked.push(key);
      return all.get(key);
    };
    const reads = new ActivityFinder({ kept } as unknown as SessionView, { candidates }, 'product', undefined);
    const conversation = { conversationId: 'c', sessionKeys: ['old', 'k', 'moved', 'gone'] } as ConversationSnapshot;
    expect((await reads.sessionIn(conversation))?.sessionKey).toBe('k');
    expect(asked).toEqual(conversation.sessionKeys);
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
