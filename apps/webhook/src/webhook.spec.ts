import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AdmissionModule, FastAdmission } from '@app/admission';
import { ConfigModule, Settings } from '@app/config';
import { ErasureRequests, ErasureRequestsModule } from '@app/erasure';
import { DeskCalls, DeskModule, DeskWebhooks, NoWebhooks } from '@app/desk';
import { IntercomModule } from '@app/intercom';
import { EffectQueues, FlushQueue, QueuesModule } from '@app/queues';
import { REDIS_FAST, userKeyOf } from '@app/redis';
import { CorrectionStore, FastSessions, SessionsModule } from '@app/sessions';
import request from 'supertest';
import { WebhookModule } from '.';

const FIXTURES = join(__dirname, '../../../test/fixtures/intercom');
const SECRET = 'test-intercom-client-secret';
const PUSH_SECRET = 'push-secret-1';
const ORIGIN = 'https://shop.example';
const opened = [{ sessionKey: 'k', generation: 3 }];

const sessions = {
  linkConversation: jest.fn(),
  setConversationState: jest.fn(),
  linkSession: jest.fn(),
};
const flushes = { open: jest.fn() };
const admission = { admit: jest.fn() };
const intercom = { conversation: jest.fn(), contact: jest.fn(), offers: jest.fn() };
const answer = (value: object) => ({ did: 'answer', value });
const erasures = { add: jest.fn() };
const counted: string[] = [];
const pipeline = {
  hset: (key: string, topic: string) => counted.push(`${key} ${topic}`),
  hincrby: (key: string, field: string) => counted.push(`${key} ${field}`),
  exec: () => Promise.resolve([]),
};
const hits = new Map<string, number>();
const proven = new Set<string>();
const redis = {
  pipeline: () => pipeline,
  sismember: jest.fn(),
  sadd: jest.fn(),
  multi: () => {
    let key = '';
    const commands = {
      incr: (name: string) => ((key = name), commands),
      pexpire: () => commands,
      pttl: () => commands,
      exec: () => {
        hits.set(key, (hits.get(key) ?? 0) + 1);
        return Promise.resolve([hits.get(key), 1, 60_000].map((reply) => [null, reply]));
      },
    };
    return commands;
  },
};

const fakes = [
  { provide: FastSessions, useValue: { links: sessions } },
  { provide: CorrectionStore, useValue: {} },
  { provide: FlushQueue, useValue: flushes },
  { provide: EffectQueues, useValue: {} },
  { provide: FastAdmission, useValue: admission },
  { provide: DeskCalls, useValue: intercom },
  { provide: ErasureRequests, useValue: erasures },
  { provide: REDIS_FAST, useValue: redis },
];
@Global()
@Module({ providers: fakes, exports: fakes.map(({ provide }) => provide) })
class Fakes {}

let app: NestExpressApplication | undefined;
async function start(change: Partial<Settings> = {}, webhooks?: DeskWebhooks) {
  const settings = Object.assign(new Settings(), {
    AUTOPLAY_STREAM_URL: 'https://autoplay.example/stream/p1',
    INTERCOM_CLIENT_SECRET: SECRET,
    AUTOPLAY_PUSH_SECRET: PUSH_SECRET,
    SESSION_LINK_ORIGINS: [`${ORIGIN}/`],
    ...change,
  });
  const builder = Test.createTestingModule({
    imports: [ConfigModule.forRoot(settings), IntercomModule, WebhookModule],
  });
  for (const real of [SessionsModule, QueuesModule, AdmissionModule, DeskModule, ErasureRequestsModule])
    builder.overrideModule(real).useModule(Fakes);
  if (webhooks) builder.overrideProvider(DeskWebhooks).useValue(webhooks);
  app = (await builder.compile()).createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false });
  await app.init();
  return request(app.getHttpServer());
}

const raw = (name: string) => readFileSync(join(FIXTURES, `${name}.json`), 'utf8');
const sign = (algorithm: string, body: string, secret = SECRET) =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
const json = { 'content-type': 'application/json' };
const PATH = '/webhooks/intercom';
const CREATED = 'webhook-conversation-user-created';

beforeEach(() => {
  jest.resetAllMocks();
  counted.length = 0;
  hits.clear();
  proven.clear();
  redis.sismember.mockImplementation((_key: string, one: string) => Promise.resolve(proven.has(one) ? 1 : 0));
  redis.sadd.mockImplementation((_key: string, one: string) => Promise.resolve(proven.add(one) && 1));
  sessions.linkConversation.mockResolvedValue({ decision: 'linked_by_user', opened });
  sessions.setConversationState.mockResolvedValue({ decision: 'state', opened: [] });
  sessions.linkSession.mockResolvedValue({ decision: 'linked_by_browser', opened });
  admission.admit.mockResolvedValue({ fresh: 1, seen: 0 });
});
afterEach(async () => {
  await app?.close();
  app = undefined;
});
const nothingChanged = () => {
  for (const fake of [...Object.values(sessions), flushes.open, admission.admit]) expect(fake).not.toHaveBeenCalled();
};

describe('the webhook', () => {
  const post = async (
    body: string,
    headers: object = { 'x-hub-signature': sign('sha1', body) },
    change?: Partial<Settings>,
  ) =>
    (await start(change))
      .post(change?.INTERCOM_WEBHOOK_PATH ?? PATH)
      .set({ ...json, ...headers })
      .send(body);

  it.each(['sha1', 'sha256'])('links, and adds the flush jobs, before it answers 200 (%s)', async (algorithm) => {
    const body = raw(CREATED);
    const header = algorithm === 'sha1' ? 'x-hub-signature' : 'x-hub-signature-256';
    const response = await post(body, { [header]: sign(algorithm, body) });
    expect([response.status, response.body]).toEqual([200, { decision: 'linked_by_user' }]);
    expect(sessions.linkConversation).toHaveBeenCalledWith({
      notificationId: 'notif_5b0c6f5e-3d0f-4c58-9a55-0d3f6a1be701',
      conversationId: '215480000412907',
      state: 'open',
      stateAt: 1795350000000,
      sessionId: null,
      externalId: 'usr_48213',
      email: 'priya@northwind.example',
      contactId: '673f51c2a90b4e6d8f1c7a20',
      unprovenEmail: false,
    });
    expect(flushes.open).toHaveBeenCalledWith(opened);
  });

  it('takes the previous secret as well while it is being changed', async () => {
    const change = { INTERCOM_CLIENT_SECRET: 'the-new-one', INTERCOM_CLIENT_SECRET_PREVIOUS: SECRET };
    expect((await post(raw(CREATED), undefined, change)).status).toBe(200);
    const headers = { 'x-hub-signature': sign('sha1', raw(CREATED), 'the-new-one') };
    expect((await post(raw(CREATED), headers, change)).status).toBe(200);
    expect((await post(raw(CREATED), { 'x-hub-signature': sign('sha1', raw(CREATED), 'third') }, change)).status).toBe(
      401,
    );
  });

  it('listens where the settings say', async () => {
    expect((await post(raw(CREATED), undefined, { INTERCOM_WEBHOOK_PATH: '/elsewhere/hook' })).status).toBe(200);
    await app?.close();
    expect((await (await start({ INTERCOM_WEBHOOK_PATH: '/elsewhere' })).post(PATH)).status).toBe(404);
  });

  it('of a desk that has none believes nobody, whatever is signed, and its panel neither', async () => {
    const agent = await start({}, new NoWebhooks());
    const body = raw(CREATED);
    for (const path of ['/webhooks/desk', '/canvas/initialize'])
      await agent
        .post(path)
        .set({ ...json, 'x-hub-signature': sign('sha1', body), 'x-body-signature': sign('sha256', body).slice(7) })
        .send(body)
        .expect(401, /this desk has no webhooks/);
    nothingChanged();
  });

  it('answers the unsigned HEAD by which Intercom checks the URL', async () => {
    expect((await (await start()).head(PATH)).status).toBe(200);
    nothingChanged();
  });

  it('changes a state by the topics that say so', async () => {
    const body = raw(CREATED).replace('conversation.user.created', 'conversation.admin.snoozed');
    expect((await post(body)).body).toEqual({ decision: 'state' });
    expect(sessions.setConversationState).toHaveBeenCalledWith(
      expect.objectContaining({ state: 'snoozed', conversationId: '215480000412907' }),
    );
    expect(sessions.linkConversation).not.toHaveBeenCalled();
  });

  it('notes an erasure by both ids, of which the user id is hashed, before it answers 200', async () => {
    const response = await post(raw('webhook-contact-deleted'));
    expect([response.status, response.body]).toEqual([200, { decision: 'erasure_noted' }]);
    const person = { contacts: ['673f51c2a90b4e6d8f1c7a20'], users: [userKeyOf('usr_48213')], emails: [] };
    expect(erasures.add).toHaveBeenCalledWith(person, 'webhook');
    nothingChanged();
  });

  it('answers 503 when an erasure cannot be noted', async () => {
    erasures.add.mockRejectedValue(new Error('Connection is closed.'));
    expect((await post(raw('webhook-contact-deleted'))).status).toBe(503);
  });

  it('counts deliveries by topic and outcome, foreign names together', async () => {
    await post(raw(CREATED));
    expect(counted).toEqual([
      'sidenote:webhooks conversation.user.created',
      'sidenote:webhooks:outcomes conversation.user.created|linked_by_user',
    ]);
    const odd = JSON.stringify({ topic: 'made.up', data: {} });
    await post(odd);
    await post(odd, { 'x-hub-signature': 'sha1=00' });
    expect(counted.slice(2)).toEqual([
      'sidenote:webhooks other',
      'sidenote:webhooks:outcomes other|unhandled_topic',
      'sidenote:webhooks:outcomes unsigned|refused',
    ]);
  });

  it.each(['webhook-ping', 'webhook-conversation-deleted'])('answers %s and changes nothing', async (name) => {
    const response = await post(raw(name));
    expect([response.status, response.body]).toEqual([200, { decision: 'unhandled_topic' }]);
    nothingChanged();
  });

  it('answers a linking topic without a conversation, and one of another app, and changes nothing', async () => {
    expect((await post(raw(CREATED).replaceAll('215480000412907', '../x'))).body).toEqual({
      decision: 'no_conversation',
    });
    await app?.close();
    expect((await post(raw(CREATED), undefined, { INTERCOM_APP_ID: 'other' })).body).toEqual({ decision: 'other_app' });
    nothingChanged();
  });

  it.each([
    ['no signature', {}],
    ['a wrong signature', { 'x-hub-signature': sign('sha1', raw(CREATED), 'other') }],
    [
      'a right SHA-1 beside a wrong SHA-256',
      { 'x-hub-signature': sign('sha1', raw(CREATED)), 'x-hub-signature-256': 'sha256=00' },
    ],
  ])('answers 401 to %s, and changes nothing', async (_name, headers) => {
    expect((await post(raw(CREATED), headers)).status).toBe(401);
    nothingChanged();
  });

  it.each([
    ['[]', 400],
    ['{}', 400],
    ['{"topic":{}}', 400],
    ['{"topic":"x"', 400],
    ['', 400],
  ])('answers the signed body %j with %i and a message, and changes nothing', async (body, status) => {
    const response = await post(body);
    expect([response.status, typeof response.body.message]).toEqual([status, 'string']);
    nothingChanged();
  });

  it.each([
    ['the link', () => sessions.linkConversation.mockRejectedValue(new Error('Connection is closed.'))],
    ['the flush job', () => flushes.open.mockRejectedValue(new Error('Connection is closed.'))],
  ])('answers 503 when Redis is away at %s', async (_name, fail) => {
    fail();
    expect((await post(raw(CREATED))).status).toBe(503);
  });

  it('answers 503 in time when Redis never answers', async () => {
    flushes.open.mockReturnValue(new Promise(() => undefined));
    expect((await post(raw(CREATED))).status).toBe(503);
  });
});

describe('push mode', () => {
  const payload = (fields: object = {}) =>
    JSON.stringify({
      type: 'actions',
      product_id: 'p1',
      session_id: 's1',
      actions: [{ description: 'User clicked' }],
      ...fields,
    });
  const push = async (
    body: string,
    { product = 'p1', headers, change }: { product?: string; headers?: object; change?: Partial<Settings> } = {},
  ) =>
    (await start(change))
      .post(`/events/${product}`)
      .set({ ...json, ...(headers ?? { 'x-connector-signature': sign('sha256', body, PUSH_SECRET) }) })
      .send(body);

  it('admits what is signed before it answers 200', async () => {
    const response = await push(payload());
    expect([response.status, response.body]).toEqual([200, { result: 'admitted' }]);
    expect(admission.admit).toHaveBeenCalledWith([expect.objectContaining({ kind: 'actions', sessionId: 's1' })]);
  });

  it('answers 200 to what was seen before', async () => {
    admission.admit.mockResolvedValue({ fresh: 0, seen: 1 });
    expect((await push(payload())).body).toEqual({ result: 'seen_before' });
  });

  it.each([
    ['an anonymous payload', { session_id: null }, 'anonymous'],
    ['an empty payload', { actions: [] }, 'empty'],
    ['another type', { type: 'usertour_trigger' }, 'ignored'],
    ['a summary while they are off', { type: 'summary', summary: 'x' }, 'ignored'],
  ])('answers 200 to %s, and admits nothing', async (_name, fields, result) => {
    const response = await push(payload(fields));
    expect([response.status, response.body]).toEqual([200, { result }]);
    nothingChanged();
  });

  it('admits summaries when they are on', async () => {
    await push(payload({ type: 'summary', summary: 'x', replaces: 2 }), { change: { STREAM_SUMMARIES: true } });
    expect(admission.admit).toHaveBeenCalledWith([expect.objectContaining({ kind: 'summary', replaces: 2 })]);
  });

  it.each([
    [404, 'another product', {}, { product: 'p2' }],
    [404, 'no secret', {}, { change: { AUTOPLAY_PUSH_SECRET: undefined } }],
    [400, 'a wrong shape', { actions: 'x' }, {}],
    [400, 'a wrong session id', { session_id: {} }, {}],
  ])('answers %i to %s', async (status, _name, fields, options) => {
    expect((await push(payload(fields), options)).status).toBe(status);
    nothingChanged();
  });

  const forged = { headers: { 'x-connector-signature': sign('sha256', payload(), 'other') } };

  it('answers 503 to a wrong signature until a good one was seen by any process, and 401 afterwards', async () => {
    expect((await push(payload(), forged)).status).toBe(503);
    expect((await push(payload(), { headers: {} })).status).toBe(503);
    nothingChanged();
    await push(payload());
    expect((await push(payload(), forged)).status).toBe(401);
    expect([...proven].join()).not.toContain(PUSH_SECRET);
    // Another secret has to prove itself.
    expect((await push(payload(), { ...forged, change: { AUTOPLAY_PUSH_SECRET: 'changed-secret' } })).status).toBe(503);
  });

  it('is sent again also while Redis cannot tell whether a good one was ever seen', async () => {
    redis.sismember.mockRejectedValue(new Error('Connection is closed.'));
    expect((await push(payload(), forged)).status).toBe(503);
  });

  it('takes the previous secret beside the present one, which it does not prove', async () => {
    const change = { AUTOPLAY_PUSH_SECRET: 'push-secret-2', AUTOPLAY_PUSH_SECRET_PREVIOUS: PUSH_SECRET };
    expect((await push(payload(), { change })).status).toBe(200);
    expect((await push(payload(), { ...forged, change })).status).toBe(503);
    const headers = { 'x-connector-signature': sign('sha256', payload(), 'push-secret-2') };
    expect((await push(payload(), { headers, change })).status).toBe(200);
    expect((await push(payload(), { ...forged, change })).status).toBe(401);
  });

  it('answers 503 when Redis is away, so that the connector sends again', async () => {
    admission.admit.mockRejectedValue(new Error('Connection is closed.'));
    expect((await push(payload())).status).toBe(503);
  });
});

describe('links from the browser', () => {
  const body = { product_id: 'p1', session_id: 's1', conversation_id: '42' };
  const link = async (
    fields: object = {},
    headers: Record<string, string> = { origin: ORIGIN },
    change?: Partial<Settings>,
  ) =>
    (await start(change))
      .post('/sessions/link')
      .set(headers)
      .send({ ...body, ...fields });

  beforeEach(() => {
    intercom.offers.mockReturnValue(true);
    intercom.conversation.mockResolvedValue(answer({ contactIds: ['c1', 'c2'] }));
    intercom.contact.mockImplementation((id: string) =>
      Promise.resolve(
        answer({ id, isLead: id === 'c1', externalId: id === 'c1' ? '' : `usr_${id}`, email: `${id}@x.example` }),
      ),
    );
    sessions.linkSession.mockImplementation(
      (_session: string, _conversation: string, contact: { externalId: string }) =>
        Promise.resolve(
          contact.externalId === 'usr_c2'
            ? { decision: 'linked_by_browser', opened }
            : { decision: 'not_of_this_contact', opened: [] },
        ),
    );
  });

  it('links when Intercom confirms that a contact of the conversation is the session’s user', async () => {
    const response = await link();
    expect([response.status, response.body]).toEqual([200, { decision: 'linked_by_browser' }]);
    expect(response.headers['access-control-allow-origin']).toBe(ORIGIN);
    // c1 is a lead: nothing that it says of itself is proof
    expect(sessions.linkSession.mock.calls).toEqual([
      ['s1', '42', expect.objectContaining({ externalId: 'usr_c2', email: 'c2@x.example' })],
    ]);
    expect(flushes.open).toHaveBeenCalledWith(opened);
  });

  it("believes a lead's e-mail only where LINK_LEADS_BY_EMAIL is on", async () => {
    expect((await link({}, { origin: ORIGIN }, { LINK_LEADS_BY_EMAIL: true })).status).toBe(200);
    expect(sessions.linkSession.mock.calls[0]).toEqual([
      's1',
      '42',
      expect.objectContaining({ externalId: '', email: 'c1@x.example' }),
    ]);
  });

  it.each([
    ['nobody matches', () => sessions.linkSession.mockResolvedValue({ decision: 'not_of_this_contact', opened: [] })],
    [
      'the session is not known',
      () => sessions.linkSession.mockResolvedValue({ decision: 'unknown_session', opened: [] }),
    ],
    [
      'there is no such conversation',
      () => intercom.conversation.mockResolvedValue({ did: 'fail', verdict: { do: 'gone', reason: 'not_found' } }),
    ],
    ['the desk cannot be asked', () => intercom.offers.mockReturnValue(false)],
    ['the conversation has no contacts', () => intercom.conversation.mockResolvedValue(answer({ contactIds: [] }))],
    [
      'the contact has neither id nor e-mail',
      () => intercom.contact.mockResolvedValue(answer({ id: 'c1', externalId: '', email: '', isLead: false })),
    ],
  ])('answers 403 when %s', async (_name, change) => {
    change();
    expect((await link()).status).toBe(403);
    expect(flushes.open).not.toHaveBeenCalledWith(opened);
  });

  it.each([
    [
      'Intercom does not answer',
      () => intercom.contact.mockResolvedValue({ did: 'fail', verdict: { do: 'retry', reason: 'timeout' } }),
    ],
    ['the budget is spent', () => intercom.conversation.mockResolvedValue({ did: 'defer', ms: 5, reason: 'window' })],
    ['Redis gives no turn', () => intercom.conversation.mockRejectedValue(new Error('Connection is closed.'))],
    ['Redis is away', () => sessions.linkSession.mockRejectedValue(new Error('Connection is closed.'))],
  ])('answers 503 when %s', async (_name, change) => {
    change();
    expect((await link()).status).toBe(503);
    expect(flushes.open).not.toHaveBeenCalled();
  });

  it.each([
    [400, 'an id that is no path', { conversation_id: '../me' }],
    [400, 'a session that is no text', { session_id: { $ne: 1 } }],
    [400, 'nothing', { product_id: undefined, session_id: undefined, conversation_id: undefined }],
    [404, 'another product', { product_id: 'p2' }],
  ])('answers %i to %s', async (status, _name, fields) => {
    expect((await link(fields)).status).toBe(status);
    expect(intercom.conversation).not.toHaveBeenCalled();
  });

  it.each<Record<string, string>>([
    {},
    { origin: 'https://evil.example' },
    { origin: `${ORIGIN}.evil.example` },
    { origin: 'null' },
  ])('refuses %j', async (headers) => {
    const response = await link({}, headers);
    expect(response.status).toBe(403);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
    expect(intercom.conversation).not.toHaveBeenCalled();
  });

  it('answers preflights of allowed origins only', async () => {
    const agent = await start();
    const preflight = await agent.options('/sessions/link').set('origin', ORIGIN);
    expect([preflight.status, preflight.headers['access-control-allow-methods'], preflight.headers.vary]).toEqual([
      204,
      'POST',
      'Origin',
    ]);
    expect((await agent.options('/sessions/link').set('origin', 'https://evil.example')).status).toBe(403);
  });

  it('does not exist without allowed origins', async () => {
    expect((await link({}, undefined, { SESSION_LINK_ORIGINS: [] })).status).toBe(404);
  });

  it('lets nobody try for ever', async () => {
    const agent = await start();
    const statuses: number[] = [];
    for (let n = 0; n < 31; n++)
      statuses.push((await agent.post('/sessions/link').set('origin', ORIGIN).send(body)).status);
    expect(statuses.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
    expect(statuses[30]).toBe(429);
  });
});
