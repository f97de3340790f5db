import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';
import { Visit } from '../shop/visit';
import { Ledgers } from './ledger';
import type { Explained } from './operations';
import type { Asked } from './service';
import { wayOf } from './way';

const NOW = 1_705_322_090_000;
const explained = (changes: Partial<Explained['sessions'][number]>): Explained => ({
  paused: null,
  sessions: [
    {
      sessionId: 's',
      conversationId: 'c',
      actions: { arrived: 0, buffered: 0 },
      intent: null,
      generation: null,
      dueAt: null,
      waitUntil: null,
      ...changes,
    },
  ],
});

describe('the way of the last action', () => {
  let visit: Visit;
  beforeEach(() => {
    visit = new Visit('s');
    visit.add({ type: 'click', label: 'Pay now', path: '/checkout', at: NOW - 900 });
  });

  it('is told by where the service has it', () => {
    expect(wayOf(new Visit('s'), null, NOW).stage).toBe('none');
    expect(wayOf(visit, null, NOW).stage).toBe('browser');
    visit.take(NOW - 500);
    expect(wayOf(visit, null, NOW).stage).toBe('stream');
    expect(wayOf(visit, explained({ actions: { arrived: 1, buffered: 0 } }), NOW).stage).toBe('queue');
    const buffered = { actions: { arrived: 0, buffered: 1 } };
    expect(wayOf(visit, explained({ ...buffered, conversationId: null }), NOW).stage).toBe('buffer');
    expect(wayOf(visit, explained({ ...buffered, dueAt: NOW + 100 }), NOW).stage).toBe('waiting');
    expect(wayOf(visit, explained({ intent: { tries: 1 } }), NOW).stage).toBe('note');
  });

  it('ends with the note, and says how long it took', () => {
    visit.take(NOW - 500);
    visit.askedAt = NOW - 10_000;
    visit.tally.stored({ ref: 'r', isSummary: false, actions: 1 }, NOW);
    expect(wayOf(visit, explained({}), NOW)).toMatchObject({ stage: 'posted', tookMs: 900, settled: true });
  });
});

it('counts as lost only what no note told although nothing waits, at a second look', () => {
  const visit = new Visit('s');
  visit.askedAt = NOW;
  visit.add({ type: 'click', label: 'Pay now', path: '/checkout', at: NOW });
  visit.take(NOW);
  const ledgers = new Ledgers();
  expect(ledgers.of(visit, false, false, NOW).lost).toBeNull();
  expect(ledgers.of(visit, true, true, NOW).lost).toBe(0);
  expect(ledgers.of(visit, true, true, NOW + 4_000).lost).toBe(0);
  expect(ledgers.of(visit, true, true, NOW + 5_000).lost).toBe(1);
  visit.tally.stored({ ref: 'r', isSummary: false, actions: 1 }, NOW);
  expect(ledgers.of(visit, true, true, NOW + 6_000)).toEqual({ sent: 1, posted: 1, doubled: 0, lost: 0 });
});

describe('the switches beside the shop', () => {
  let sandbox: Sandbox;
  let asked: Asked[];
  const post = (path: string, body: object = {}) => request(sandbox.url).post(path).send(body);
  const desk = async () => (await request(sandbox.url).get('/try/desk')).body;
  const admins = () =>
    request(sandbox.url).get('/intercom/me').set('Authorization', `Bearer ${SANDBOX_CREDENTIALS.intercomToken}`);

  beforeEach(async () => {
    asked = [];
    sandbox = await startSandbox({ ask: (one) => asked.push(one) });
  });
  afterEach(() => sandbox.close());

  it('break Intercom until they are switched back, and no more than that', async () => {
    const { body } = await post('/try/faults', { name: 'intercom-down', on: true });
    expect(body.faults).toContainEqual({ name: 'intercom-down', on: true });
    await admins().expect(503);
    await post('/try/faults', { name: 'intercom-down', on: false });
    await admins().expect(200);
    await post('/try/faults', { name: 'llm-down', on: true });
    await admins().expect(200);
    await post('/try/faults', { name: 'nothing', on: true }).expect(400);
  });

  it('ask whoever runs the service for another preset, one at a time', async () => {
    await post('/try/preset', { preset: 'calm' }).expect(200);
    expect(asked).toEqual([{ ask: 'preset', preset: 'calm' }]);
    expect(await desk()).toMatchObject({ preset: 'calm', steady: false });
    await post('/try/preset', { preset: 'quiet' }).expect(400);
    await post('/control/service', { steady: true, preset: 'calm' }).expect(200);
    expect(await desk()).toMatchObject({ preset: 'calm', steady: true });
    await post('/try/kill-writer').expect(200);
    expect(asked).toHaveLength(2);
  });

  it('hold a message of a customer back while the service is being restarted', async () => {
    const { sessionId } = (await post('/try/visits')).body;
    await post('/try/preset', { preset: 'quiet' });
    const said = post(`/try/visits/${sessionId}/messages`, { text: 'Hello' }).then(({ body }) => body);
    expect((await request(sandbox.url).get(`/try/visits/${sessionId}`)).body.conversationId).toBeNull();
    await post('/control/service', { steady: true });
    expect((await said).conversationId).not.toBeNull();
  });

  it('are not there where nobody runs the service', async () => {
    const alone = await startSandbox();
    expect((await request(alone.url).get('/try/desk')).body.preset).toBeNull();
    await request(alone.url).post('/try/preset').send({ preset: 'calm' }).expect(400);
    await alone.close();
  });
});
