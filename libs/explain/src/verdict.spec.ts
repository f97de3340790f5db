import { Settings } from '@app/config';
import type { ConversationSnapshot, DeadLetterSnapshot, SessionSnapshot } from '@app/sessions';
import { OF_NOTHING, ofConversation, ofSession, ofSessions } from './verdict';

const settings = new Settings();
const AT = Date.UTC(2026, 0, 2, 3, 4);

const session = (fields: Partial<SessionSnapshot> = {}): SessionSnapshot => ({
  sessionKey: 'k',
  sessionId: 's',
  conversationId: '42',
  ended: false,
  knows: { user: true, email: false },
  startedAt: AT,
  lastAt: AT,
  actions: { buffered: 0, unsummarised: 0, kept: 0 },
  notes: 0,
  summariesPosted: 0,
  summary: 'none',
  intent: null,
  generation: null,
  dueAt: null,
  waitUntil: null,
  toRedact: [],
  toSendAgain: [],
  expired: 0,
  ...fields,
});
const buffered = (count: number) => ({ buffered: count, unsummarised: 0, kept: 0 });
const conversation = (fields: Partial<ConversationSnapshot> = {}): ConversationSnapshot => ({
  conversationId: '42',
  state: 'open',
  stateAt: AT,
  sessionKeys: ['k'],
  decisions: [{ at: AT, decision: 'linked_by_user', sessionKey: 'k' }],
  waits: [],
  muted: null,
  unlinked: [],
  linkedByHand: [],
  ...fields,
});
const wait = { forWhom: 'user' as const, since: AT, until: AT + 60_000, startsAfter: 0, ambiguous: false };
const failing = { ref: 'r', kind: 'actions', actions: 1, tries: 2, sentAt: AT };

describe('what is so of a conversation', () => {
  const nextOf = (c: Partial<ConversationSnapshot>, sessions: SessionSnapshot[] = [session()], dead = 0) =>
    ofConversation(conversation(c), sessions, dead, settings).next;

  it('says to how many sessions it is linked, and why', () => {
    const { verdict } = ofConversation(conversation(), [session()], 0, settings);
    expect(verdict).toMatch(/^This conversation is linked to a session: .+\.$/);
    const two = conversation({ sessionKeys: ['k', 'l'], decisions: [] });
    expect(ofConversation(two, [session()], 0, settings).verdict).toBe('This conversation is linked to 2 sessions.');
  });

  it.each<[string, Partial<ConversationSnapshot>, SessionSnapshot[], number, RegExp]>([
    ['all is posted', {}, [session()], 0, /^All that has arrived is posted/],
    ['something waits', {}, [session({ actions: buffered(2) })], 0, /^2 actions will be posted/],
    ['a note was given up', {}, [session()], 1, /^A note was given up/],
    ['a note fails', {}, [session({ intent: failing, waitUntil: AT })], 0, /failed 2 times .* 2026-01-02 03:04 UTC\.$/],
    [
      'it is closed',
      { state: 'closed' },
      [session({ actions: buffered(2) })],
      0,
      /^The conversation is closed: .* held/,
    ],
    [
      'it is muted',
      { muted: { at: AT, by: 'kim' } },
      [session({ intent: failing })],
      0,
      /muted \(by kim, .*sidenote unmute 42/,
    ],
    ['it is gone', {}, [session({ ended: true, actions: buffered(2) })], 3, /gone: nothing more/],
  ])('tells what stops most: %s', (_, c, sessions, dead, next) => {
    expect(nextOf(c, sessions, dead)).toMatch(next);
  });

  it('goes on with the sessions that are left where one has ended', () => {
    expect(nextOf({}, [session({ ended: true }), session({ actions: buffered(1) })])).toMatch(
      /^1 action will be posted/,
    );
  });

  it('a closed one is as open where QUIET_STATES says post', () => {
    const posting = Object.assign(new Settings(), { QUIET_STATES: 'post' });
    const { next } = ofConversation(conversation({ state: 'closed' }), [session()], 0, posting);
    expect(next).toMatch(/^All that has arrived/);
  });

  const unlinked = { sessionKeys: [], decisions: [] };
  it('that no webhook named says so', () => {
    expect(nextOf(unlinked, [])).toContain('sidenote webhook');
  });

  it('that waits says for whom, until when, and what will not do', () => {
    expect(nextOf({ ...unlinked, waits: [wait] }, [])).toBe(
      'It waits until 2026-01-02 03:05 UTC for the first payload of this user.',
    );
    const both = [
      { ...wait, startsAfter: 1 },
      { ...wait, forWhom: 'email' as const, ambiguous: true },
    ];
    expect(nextOf({ ...unlinked, waits: both }, [])).toMatch(
      /this user or e-mail, whose session starts later .* claims the e-mail/,
    );
  });

  it('that waited in vain says what helps', () => {
    const refused = { sessionKeys: [], decisions: [{ at: AT, decision: 'no_match', sessionKey: null }] };
    expect(nextOf(refused, [])).toContain('When the user writes again');
  });
});

describe('what is so of a session', () => {
  it('that is linked says to which conversation', () => {
    const { verdict, next } = ofSession(session({ actions: buffered(1) }), conversation(), 0, settings);
    expect(verdict).toMatch(/^This session is linked to conversation 42: /);
    expect(next).toMatch(/^1 action will be posted/);
  });

  it.each([
    [0, 'Nothing waits'],
    [1, '1 action of it waits'],
    [3, '3 actions of it wait'],
  ])('without a conversation says what waits: %i', (count, words) => {
    const { verdict } = ofSession(session({ conversationId: null, actions: buffered(count) }), null, 0, settings);
    expect(verdict).toBe(`No conversation of this session is known. ${words}, and nothing is posted.`);
  });

  it('says by what it can be linked', () => {
    const alone = { conversationId: null, knows: { user: false, email: false } };
    expect(ofSession(session(alone), null, 0, settings).next).toContain('posthog_session_id');
    expect(ofSession(session({ conversationId: null }), null, 0, settings).next).toContain('by user id or e-mail');
  });

  it('that several users had tells the last one, and counts only its own dead letters', () => {
    const dead = [{ sessionKey: 'other' }] as DeadLetterSnapshot[];
    const { verdict, next } = ofSessions([session(), session({ sessionKey: 'other' })], conversation(), dead, settings);
    expect(verdict).toMatch(/^2 users had this session id in turn/);
    expect(next).toMatch(/^All that has arrived/);
    expect(ofSessions([], null, dead, settings)).toBe(OF_NOTHING);
  });
});
