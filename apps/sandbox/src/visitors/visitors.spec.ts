import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';
import { sessionId } from './session-id';
import { MOVES } from './shop';
import { SHOPPERS } from './shoppers';
import { story } from './story';
import { Walk } from './walk';

it('makes session ids that sort by time', () => {
  const [first, second] = [sessionId(1_000), sessionId(2_000)];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first < second).toBe(true);
});

it('does what the visitor came for, then wanders about without an end', () => {
  const [shopper] = SHOPPERS;
  const walk = new Walk({ userId: 'usr_1', email: 'a@b.example' }, 'northwind', shopper!.does, () => 0.5);
  const { actions } = walk.payload(300);
  expect(actions.map(({ index }) => index)).toEqual(actions.map((_, at) => at));
  expect(actions[0]?.description).toBe('User landed on the Pricing page');
  expect(new Set(actions.map(({ canonical_url }) => canonical_url)).size).toBeGreaterThan(4);
  const places = Object.values(MOVES).flatMap((moves) => moves.map(({ to }) => to));
  expect(places.filter((place) => !Object.hasOwn(MOVES, place))).toEqual([]);
});

it('keeps what is pressed again and again in one payload, less than a second apart', () => {
  const walk = new Walk(
    { userId: null, email: null },
    'northwind',
    story('/checkout: click Pay now x5; land'),
    () => 0,
  );
  const { actions } = walk.payload(1);
  expect(actions.map(({ title }) => title)).toEqual(Array(5).fill('Click Pay now'));
  const gaps = actions.slice(1).map(({ timestamp_start }, at) => timestamp_start - actions[at]!.timestamp_start);
  expect(Math.max(...gaps)).toBeLessThan(1);
});

it('plants an error, repeated clicks, a form left and a search without result in the visits', () => {
  const told = SHOPPERS.map(({ does }) => does.map(({ type, label }) => `${type} ${label}`).join('\n')).join('\n\n');
  expect(told).toMatch(/message Your bank declined/);
  expect(told).toMatch(/(click Try again\n?){4}/);
  expect(told).toMatch(/message No results for/);
  expect(told).toMatch(/focus Work email\ntype Work email\npageview/);
  expect(() => story('/: dance wildly')).toThrow('dance wildly');
});

describe('the scripted visitors', () => {
  let sandbox: Sandbox;
  const state = async () => (await request(sandbox.url).get('/control/state?only=conversations,stream,contacts')).body;

  afterEach(() => sandbox.close());

  it('wait for a reader of the stream', async () => {
    sandbox = await startSandbox({ visitors: true, visitorsPace: 0.001 });
    expect(await state()).toMatchObject({ conversations: [], stream: { sent: 0 } });
  });

  it('ask, go on past the twentieth action, reply, and come back in a new session', async () => {
    sandbox = await startSandbox({ visitors: true, visitorsPace: 0.002, seed: 1 });
    const headers = { Authorization: `Bearer ${SANDBOX_CREDENTIALS.streamToken}` };
    const stream = await fetch(`${sandbox.url}/autoplay/stream/${SANDBOX_CREDENTIALS.productId}`, { headers });
    const sessions = new Map<string, { user: string; actions: number }>();
    const returned = () => {
      const users = [...sessions.values()].filter(({ actions }) => actions > 20).map(({ user }) => user);
      return users.some((user) => [...sessions.values()].filter((session) => session.user === user).length > 1);
    };
    let text = '';
    const decoder = new TextDecoder();
    for await (const piece of stream.body ?? []) {
      text += decoder.decode(piece as Uint8Array, { stream: true });
      const frames = text.split('\n\n');
      text = frames.pop() ?? '';
      for (const frame of frames.filter((one) => one.startsWith('data: {'))) {
        const { session_id, user_id, count } = JSON.parse(frame.slice(6));
        sessions.set(session_id, { user: user_id, actions: (sessions.get(session_id)?.actions ?? 0) + count });
      }
      if (returned()) break;
    }
    const { conversations } = await state();
    const kinds = conversations.flatMap(({ parts }: { parts: { author: { type: string } }[] }) =>
      parts.map(({ author }) => author.type),
    );
    expect(kinds).toEqual(expect.arrayContaining(['user', 'admin', 'lead']));
  });
});
