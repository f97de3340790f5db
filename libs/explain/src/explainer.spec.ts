import { Settings } from '@app/config';
import type { RateGate } from '@app/desk';
import type { Journal } from '@app/journal';
import type { ConversationSnapshot, SessionSnapshot, SessionView } from '@app/sessions';
import type { DeadLetters } from './dead.letters';
import { Explainer } from './explainer';

const AT = 1_790_000_000_000;
const snapshot = (sessionKey: string, fields: Partial<SessionSnapshot> = {}): SessionSnapshot => ({
  ...{ sessionKey, sessionId: 's', conversationId: '42', ended: false, knows: { user: true, email: false } },
  ...{ startedAt: AT, lastAt: AT, actions: { buffered: 0, unsummarised: 0, kept: 0 }, notes: 0, summariesPosted: 0 },
  ...{ summary: 'none' as const, intent: null, generation: null, dueAt: null, waitUntil: null, toRedact: [] },
  ...{ toSendAgain: [], expired: 0, ...fields },
});
const linked = (at: number, sessionKey: string) => ({ at, decision: 'linked_by_user', sessionKey });
const conversation = (
  sessionKeys: string[],
  decisions: ConversationSnapshot['decisions'] = [],
): ConversationSnapshot => ({
  ...{ conversationId: '42', state: 'open', stateAt: AT, sessionKeys, decisions },
  ...{ waits: [], muted: null, unlinked: [], linkedByHand: [] },
});
/** As the journal tells a link: by the process, a moment after the script stored it. */
const told = (at: number) => ({
  ...{ at, count: 1 },
  event: {
    ...{ what: 'link', topic: 'conversation.user.created', notificationId: null, conversationId: '42', ms: 1 },
    decision: 'linked_by_user',
  },
});

/** What Redis holds: conversations by id, sessions by key and by session id. */
function explainer(
  held: {
    conversations?: ConversationSnapshot[];
    sessions?: SessionSnapshot[];
    bySessionId?: Record<string, SessionSnapshot[]>;
  },
  { entries = [] as object[], paused = null as { reason: string } | null, dead = [] as object[] } = {},
) {
  const journal = { of: jest.fn(async () => ({ entries, cursor: '7-0', lookedBackTo: null })) };
  const view = {
    conversation: async (id: string) => held.conversations?.find((each) => each.conversationId === id) ?? null,
    session: async (key: string) => held.sessions?.find((each) => each.sessionKey === key) ?? null,
    sessionsOf: async (id: string) => held.bySessionId?.[id] ?? [],
  };
  const deadLetters = { of: jest.fn(async () => dead) };
  const gate = { status: async () => ({ paused }) };
  const made = new Explainer(
    new Settings(),
    view as unknown as SessionView,
    journal as unknown as Journal,
    deadLetters as unknown as DeadLetters,
    gate as unknown as RateGate,
  );
  return { journal, deadLetters, explain: (asked: string, after?: string) => made.explain(asked, after) };
}

describe('explain', () => {
  it('a conversation: its sessions, the last active first, what they did, and what was decided', async () => {
    const { explain, journal, deadLetters } = explainer({
      conversations: [conversation(['a', 'b', 'forgotten'], [linked(AT, 'a')])],
      sessions: [snapshot('a', { lastAt: AT }), snapshot('b', { lastAt: AT + 1 })],
    });
    const it = await explain(' 42 ');
    expect(it).toMatchObject({ asked: '42', found: 'conversation', paused: null });
    expect(it.sessions.map(({ sessionKey }) => sessionKey)).toEqual(['b', 'a']);
    expect(it.conversation?.decisions).toEqual([{ ...linked(AT, 'a'), why: expect.stringContaining('linked') }]);
    expect(it.timeline).toMatchObject([{ at: AT, what: 'link', tone: 'good', sessionKey: 'a', conversationId: '42' }]);
    const whose = { sessionKeys: ['a', 'b', 'forgotten'], conversationIds: ['42'] };
    expect(journal.of).toHaveBeenCalledWith(whose, { after: null, limit: 500 });
    expect(deadLetters.of).toHaveBeenCalledWith(['b', 'a']);
  });

  it('a session: with its conversation, of whose links it tells its own alone, and of whose journal nothing', async () => {
    const { explain, journal } = explainer({
      conversations: [conversation(['a', 'b'], [linked(AT + 1, 'b'), linked(AT, 'a')])],
      bySessionId: { s: [snapshot('a')] },
    });
    const it = await explain('s');
    expect([it.found, it.conversation?.conversationId]).toEqual(['session', '42']);
    expect(it.timeline.map(({ sessionKey }) => sessionKey)).toEqual(['a']);
    expect(journal.of).toHaveBeenCalledWith({ sessionKeys: ['a'], conversationIds: [] }, expect.anything());
  });

  it('a session id that several users had: all of them, and the conversation of the last', async () => {
    const parts = [snapshot('late', { conversationId: '43' }), snapshot('early')];
    const later = { ...conversation(['late'], [linked(AT, 'late')]), conversationId: '43' };
    const { explain } = explainer({ conversations: [conversation(['early']), later], bySessionId: { s: parts } });
    const it = await explain('s');
    expect([it.sessions, it.conversation?.conversationId]).toEqual([parts, '43']);
  });

  it('what nobody knows: what the journal still has of it, by whatever it is', async () => {
    const { explain, journal, deadLetters } = explainer({});
    expect(await explain('x')).toMatchObject({ found: 'nothing', conversation: null, sessions: [], timeline: [] });
    expect(journal.of).toHaveBeenCalledWith({ sessionKeys: ['x'], conversationIds: ['x'] }, expect.anything());
    expect(deadLetters.of).not.toHaveBeenCalled();
  });

  it('says why nothing is sent at all just now', async () => {
    const { explain } = explainer({ conversations: [conversation([])] }, { paused: { reason: 'unauthorized' } });
    expect((await explain('42')).paused).toBe('unauthorized');
  });

  it('tells a decision once that the script stored and the journal tells, and one of another time for itself', async () => {
    const { explain } = explainer(
      { conversations: [conversation(['a'], [linked(AT, 'a'), linked(AT - 10_000, 'a')])], sessions: [snapshot('a')] },
      { entries: [told(AT + 200)] },
    );
    expect((await explain('42')).timeline.map(({ at }) => at)).toEqual([AT + 200, AT - 10_000]);
  });

  it('is told anew only what is newer, newest first; a decision of the last seconds may be told again', async () => {
    const after = `${AT}-0`;
    const decisions = [linked(AT + 10_000, 'a'), linked(AT - 2_000, 'a'), linked(AT - 60_000, 'a')];
    const { explain, journal } = explainer(
      { conversations: [conversation(['a'], decisions)], sessions: [snapshot('a')] },
      { entries: [told(AT + 5_000)] },
    );
    const { timeline } = await explain('42', after);
    expect(timeline.map(({ at }) => at)).toEqual([AT + 10_000, AT + 5_000, AT - 2_000]);
    expect(journal.of).toHaveBeenCalledWith(expect.anything(), { after, limit: 500 });
  });
});
