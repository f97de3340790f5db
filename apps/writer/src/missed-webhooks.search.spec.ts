import { Logger } from '@nestjs/common';
import { Settings } from '@app/config';
import type { DeskCalls } from '@app/desk';
import type { FlushQueue } from '@app/queues';
import type { LinkStore } from '@app/sessions';
import { Telemetry } from '@app/telemetry';
import { type IntercomClient } from '../../../libs/intercom/src/intercom.client';
import { IntercomDesk } from '../../../libs/intercom/src/intercom.desk';
import { MissedWebhooksSearch, SearchCutOff } from './missed-webhooks.search';

const SINCE = 1_000_000;
const user = { type: 'user', id: 'p1', email: 'p@shop.example' };
const admin = { type: 'admin', id: '7' };
/** A conversation as a search shows it; times in Unix seconds. */
const found = (id: string, more: object = {}) => ({
  id,
  created_at: 1_100,
  updated_at: 1_200,
  state: 'open',
  source: { author: user },
  contacts: { contacts: [{ id: 'p1', external_id: 'u1' }] },
  ...more,
});

const answer = (body: object) => Promise.resolve({ status: 200, rate: null, body });
const setUp = (
  pages: object[][],
  whole: Record<string, object> = {},
  heard: Record<string, number> = {},
  offered = true,
) => {
  const asked: string[] = [];
  const linked: object[] = [];
  const states: object[] = [];
  const client = {
    searchConversations: ({ startingAfter = '0' }: { startingAfter?: string }) => {
      const next =
        Number(startingAfter) + 1 < pages.length ? { starting_after: String(Number(startingAfter) + 1) } : null;
      asked.push(`page ${startingAfter}`);
      return answer({ conversations: pages[Number(startingAfter)], pages: { next } });
    },
    getConversation: (id: string) => {
      asked.push(`conversation ${id}`);
      return whole[id] ? answer(whole[id]) : Promise.reject(new Error('not found'));
    },
  };
  const options = { adminId: '7', sessionAttribute: 'posthog_session_id', configured: true };
  const desk = new IntercomDesk(client as unknown as IntercomClient, options);
  /** What Intercom shows, without budget and pauses. */
  const answered = async <T>(seen: Promise<{ value: T }>) => ({ did: 'answer', value: (await seen).value });
  const gone = () => ({ did: 'fail', verdict: { do: 'gone' } });
  const calls = {
    offers: () => offered,
    changedSince: (since: number, cursor: string | null) => answered(desk.changedSince(since, cursor)),
    conversation: (id: string) => answered(desk.readConversation(id)).catch(gone),
  };
  const sessions = {
    heardUntil: (id: string) => Promise.resolve(heard[id] ?? 0),
    linkConversation: (request: object) => {
      linked.push(request);
      return Promise.resolve({ decision: 'linked_by_user', opened: [] });
    },
    setConversationState: (change: object) => {
      states.push(change);
      return Promise.resolve({ decision: 'state', opened: [] });
    },
  };
  const search = new MissedWebhooksSearch(
    new Settings(),
    calls as unknown as DeskCalls,
    sessions as unknown as LinkStore,
    { open: () => Promise.resolve() } as unknown as FlushQueue,
    new Telemetry(),
  );
  const read = new Map<string, number>();
  const run = (goOn = () => Promise.resolve(true)) =>
    search.run(SINCE, new AbortController().signal, {
      goOn,
      knows: (id, updatedAt) => Promise.resolve(read.get(id) === updatedAt),
      remember: (id, updatedAt) => Promise.resolve(void read.set(id, updatedAt)),
    });
  return { run, asked, linked, states };
};

beforeAll(() => Logger.overrideLogger(false));

describe('the search for missed webhooks', () => {
  it('links what a person wrote, over all pages, as the webhook would have', async () => {
    const { run, asked, linked } = setUp([
      [found('1')],
      [found('2', { custom_attributes: { posthog_session_id: 's9' } })],
    ]);
    await run();
    expect(asked).toEqual(['page 0', 'page 1']);
    expect(linked).toEqual([
      {
        notificationId: null,
        conversationId: '1',
        state: 'open',
        stateAt: 1_200_000,
        sessionId: null,
        externalId: 'u1',
        email: 'p@shop.example',
        contactId: 'p1',
        unprovenEmail: false,
      },
      expect.objectContaining({ conversationId: '2', sessionId: 's9' }),
    ]);
  });

  it('asks nothing of a desk that cannot be searched', async () => {
    const { run, asked, linked } = setUp([[found('1')]], {}, {}, false);
    await run();
    expect([asked, linked]).toEqual([[], []]);
  });

  it('leaves alone what a webhook told, and takes its state', async () => {
    const { run, linked, states } = setUp([[found('1', { state: 'closed' })]], {}, { 1: 1_100_000 });
    await run();
    expect(linked).toEqual([]);
    expect(states).toEqual([{ notificationId: null, conversationId: '1', state: 'closed', stateAt: 1_200_000 }]);
  });

  it('asks for an older conversation who wrote lately, and links it when that was a person', async () => {
    const old = found('1', { created_at: 500 });
    const part = (author: object) => ({ conversation_parts: { conversation_parts: [{ author, created_at: 1_150 }] } });
    const answered = setUp([[old]], { 1: { ...old, ...part(user) } });
    await answered.run();
    expect(answered.asked).toEqual(['page 0', 'conversation 1']);
    expect(answered.linked).toHaveLength(1);
    const touched = setUp([[old]], { 1: { ...old, ...part(admin) } });
    await touched.run();
    expect(touched.linked).toEqual([]);
  });

  it('never links a conversation in which only a team mate wrote', async () => {
    const outbound = found('1', { source: { author: admin } });
    const { run, linked } = setUp([[outbound]], { 1: outbound });
    await run();
    expect(linked).toEqual([]);
  });

  it('believes the statistics that nobody wrote since, without asking', async () => {
    const quiet = found('1', { created_at: 500, statistics: { last_contact_reply_at: 600 } });
    const { run, asked } = setUp([[quiet]]);
    await run();
    expect(asked).toEqual(['page 0']);
  });

  it('knows a lead by no id', async () => {
    const { run, linked } = setUp([[found('1', { source: { author: { ...user, type: 'lead' } } })]]);
    await run();
    expect(linked).toMatchObject([{ externalId: '' }]);
  });

  it('reads a conversation in which only a team mate wrote once, and again when it was updated', async () => {
    const outbound = found('1', { source: { author: admin } });
    const page = [outbound];
    const { run, asked } = setUp([page], { 1: outbound });
    await run();
    await run();
    expect(asked).toEqual(['page 0', 'conversation 1', 'page 0']);
    page[0] = { ...outbound, updated_at: 1_300 };
    await run();
    expect(asked.slice(3)).toEqual(['page 0', 'conversation 1']);
  });

  it('keeps its turn through a page that takes long: it asks for it before every call', async () => {
    const old = [1, 2, 3].map((id) => found(`${id}`, { created_at: 500 }));
    const { run, asked } = setUp([old], Object.fromEntries(old.map((one) => [one.id, one])));
    let renewed = 0;
    await run(() => Promise.resolve(++renewed > 0));
    expect(renewed).toBe(asked.length);
    expect(asked).toHaveLength(4);
  });

  it('goes on where it was cut off: what it read is not read again', async () => {
    const old = [1, 2, 3].map((id) => found(`${id}`, { created_at: 500 }));
    const { run, asked } = setUp([old], Object.fromEntries(old.map((one) => [one.id, one])));
    let calls = 0;
    await expect(run(() => Promise.resolve(++calls <= 3))).rejects.toBeInstanceOf(SearchCutOff);
    await run();
    expect(asked).toEqual(['page 0', 'conversation 1', 'conversation 2', 'page 0', 'conversation 3']);
  });

  it('is cut off, and so not complete, when another process has the turn', async () => {
    const { run } = setUp([[found('1')]]);
    await expect(run(() => Promise.resolve(false))).rejects.toBeInstanceOf(SearchCutOff);
  });

  it('survives whatever is found', async () => {
    const { run, linked } = setUp([[{ id: null }, { id: '__proto__' }, { id: '../x' }, {}]]);
    await run();
    expect(linked).toEqual([]);
  });
});
