import { emailKeyOf, sessionKeyOf, userKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

const PRODUCT = SANDBOX_CREDENTIALS.productId;
const ORIGIN = 'https://shop.example';
/** Tries per minute and address that the path takes. */
const PER_MINUTE = 30;

const ask = (service: Service, body: unknown, headers: Record<string, string> = {}) =>
  fetch(`${service.url}/sessions/link`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: ORIGIN, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const preflight = (service: Service, headers: Record<string, string>) =>
  fetch(`${service.url}/sessions/link`, {
    method: 'OPTIONS',
    headers: { 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type', ...headers },
  });
const claim = (session_id: unknown, conversation_id: unknown) => ({ product_id: PRODUCT, session_id, conversation_id });

describe('a link from the browser', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', SESSION_LINK_ORIGINS: `${ORIGIN}, https://other.example:8443` },
    });
    // Conversations without a webhook are what it looks for.
    await until('the first search for missed webhooks is over', () =>
      stage.redis.client.hexists(`${stage.redis.prefix}:missed`, 'until'),
    );
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  let people = 0;
  const fresh = () => `link-${++people}`;
  const hashOf = (session: string) => `${stage.redis.prefix}:s:${sessionKeyOf(PRODUCT, session)}`;
  /** A conversation that no webhook told of. */
  const conversationOf = async (contact: Record<string, unknown>) =>
    stage.other.writes((await stage.other.contact(contact)).id, { webhook: false });
  const visit = async (who: { user_id?: string; email?: string }) => {
    const session = newSession();
    await stage.other.clicks(session, ['before'], who);
    const key = who.user_id ? `u:${userKeyOf(who.user_id)}` : `e:${emailKeyOf(who.email ?? '')}`;
    await until('the session is known', () => stage.redis.client.zcard(`${stage.redis.prefix}:${key}`));
    return session;
  };
  const lines = (conversation: string, count: number) =>
    until(`${count} lines`, async () => {
      const found = await stage.other.lines(conversation);
      return found.length >= count ? found : null;
    });
  const notLinked = async (answer: Response, session: string) => {
    expect([answer.status, await answer.json()]).toEqual([
      403,
      expect.objectContaining({ message: 'not linked: this is not confirmed by Intercom' }),
    ]);
    expect(await stage.redis.client.hget(hashOf(session), 'conv')).toBeNull();
  };

  it('is believed when the user id is that of the contact', async () => {
    const user = fresh();
    const session = await visit({ user_id: user });
    const conversation = await conversationOf({ external_id: user });
    const answer = await ask(stage.service, claim(session, conversation));
    expect([answer.status, await answer.json()]).toEqual([200, { decision: 'linked_by_browser' }]);
    expect(answer.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    expect(await lines(conversation, 1)).toEqual(['before']);
  });

  it('is believed by the e-mail, whatever its case, where the session has no user id', async () => {
    const email = `${fresh()}@shop.example`;
    const session = await visit({ email: email.toUpperCase() });
    const conversation = await conversationOf({ external_id: fresh(), email });
    expect((await ask(stage.service, claim(session, conversation))).status).toBe(200);
    expect(await lines(conversation, 1)).toEqual(['before']);
  });

  it('is sticky: a second conversation does not get the session', async () => {
    const user = fresh();
    const session = await visit({ user_id: user });
    const [first, second] = [await conversationOf({ external_id: user }), await conversationOf({ external_id: user })];
    const decisions = [];
    for (const conversation of [first, second, first])
      decisions.push(await (await ask(stage.service, claim(session, conversation))).json());
    expect(decisions).toEqual([
      { decision: 'linked_by_browser' },
      { decision: 'session_has_other_conversation' },
      { decision: 'already_linked' },
    ]);
    await stage.other.clicks(session, ['after'], { user_id: user });
    expect(await lines(first, 2)).toEqual(['before', 'after']);
    expect(await stage.other.notes(second)).toEqual([]);
  });

  it("is not believed for another user's conversation, also where both share the e-mail", async () => {
    const email = `${fresh()}@shared.example`;
    const session = await visit({ user_id: fresh(), email });
    const conversation = await conversationOf({ external_id: fresh(), email });
    await notLinked(await ask(stage.service, claim(session, conversation)), session);
    await never('a note', async () => (await stage.other.notes(conversation)).length > 0, 200);
  });

  it('is not believed by the id that Intercom invents for a lead', async () => {
    const invented = fresh();
    const session = await visit({ user_id: invented });
    const conversation = await conversationOf({ external_id: invented, role: 'lead' });
    await notLinked(await ask(stage.service, claim(session, conversation)), session);
  });

  it('tells nobody whether a conversation or a session exists', async () => {
    const user = fresh();
    const known = await visit({ user_id: user });
    const unknown = newSession();
    const conversation = await conversationOf({ external_id: user });
    await notLinked(await ask(stage.service, claim(known, '999999')), known);
    await notLinked(await ask(stage.service, claim(unknown, conversation)), unknown);
    expect(await stage.redis.client.exists(hashOf(unknown))).toBe(0);
  });

  it('is 503 while Intercom cannot be asked, and linked by the next try', async () => {
    const user = fresh();
    const session = await visit({ user_id: user });
    const conversation = await conversationOf({ external_id: user });
    await stage.other.fault({ target: 'get', kind: 'status', status: 500, match: { conversationId: conversation } });
    expect((await ask(stage.service, claim(session, conversation))).status).toBe(503);
    expect((await ask(stage.service, claim(session, conversation))).status).toBe(200);
  });

  it('of another product is 404', async () => {
    expect((await ask(stage.service, { ...claim('s', '1'), product_id: 'another' })).status).toBe(404);
  });

  it.each([
    ['a conversation id that is a path', claim('s', '../contacts/1')],
    ['a conversation id that is a list', claim('s', ['1'])],
    ['no session', { product_id: PRODUCT, conversation_id: '1' }],
    ['a session id too long', claim('s'.repeat(257), '1')],
    ['no JSON', '{"product_id":'],
    ['a list', '[]'],
  ])('%s is 400, and Intercom is not asked', async (_, body) => {
    const reads = async () => {
      const { get, contact } = (await stage.other.state<{ byOperation: Record<string, number> }>('intercom'))
        .byOperation;
      return { get, contact };
    };
    const before = await reads();
    expect((await ask(stage.service, body)).status).toBe(400);
    expect(await reads()).toEqual(before);
  });

  it('of a form, which a browser sends without asking first, is not read', async () => {
    const answer = await ask(stage.service, claim('s', '1'), { 'content-type': 'text/plain' });
    expect(answer.status).toBe(400);
  });

  it.each(['https://evil.example', 'null', 'https://shop.example.evil.example', 'http://shop.example', ''])(
    'from origin %j is 403, without a word of CORS',
    async (origin) => {
      for (const answer of [
        await ask(stage.service, claim('s', '1'), { origin }),
        await preflight(stage.service, { origin }),
      ]) {
        expect(answer.status).toBe(403);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
    },
  );

  it('is announced by a preflight for exactly the allowed origins, methods and headers', async () => {
    for (const origin of [ORIGIN, 'https://other.example:8443']) {
      const answer = await preflight(stage.service, { origin });
      expect(answer.status).toBe(204);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'access-control-allow-origin': origin,
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'Content-Type',
        vary: expect.stringContaining('Origin'),
      });
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
    }
  });

  it('does not exist where SESSION_LINK_ORIGINS lists nothing', async () => {
    const service = await Service.start({
      environment: { ...stage.environment, SESSION_LINK_ORIGINS: '' },
      roles: 'webhook',
    });
    try {
      expect((await ask(service, claim('s', '1'))).status).toBe(404);
      expect((await preflight(service, { origin: ORIGIN })).status).toBe(404);
    } finally {
      await service.stop();
    }
  });

  it('of more than 4 KB is 413', async () => {
    expect((await ask(stage.service, { ...claim('s', '1'), more: 'x'.repeat(4096) })).status).toBe(413);
  });

  /** Two processes of another deployment, whose counts begin anew. */
  const twoProcesses = async (more: Record<string, string>, work: (services: [Service, Service]) => Promise<void>) => {
    const environment = { ...stage.environment, REDIS_PREFIX: `${stage.redis.prefix}-${++deployments}`, ...more };
    const start = () => Service.start({ environment, roles: 'webhook' });
    const services: [Service, Service] = [await start(), await start()];
    try {
      for (const service of services) await service.untilReady();
      await work(services);
    } finally {
      for (const service of services) await service.stop();
    }
  };
  let deployments = 0;
  const elsewhere = { ...claim('s', '1'), product_id: 'another' };
  const by = (address: string) => ({ 'x-forwarded-for': address, 'x-real-ip': address, forwarded: `for=${address}` });

  it('is taken so many times a minute from one address, over all processes, and no header changes it', async () => {
    await twoProcesses({}, async (services) => {
      const statuses: number[] = [];
      for (let i = 0; i < PER_MINUTE + 3; i++)
        statuses.push((await ask(services[i % 2]!, elsewhere, by(`10.0.0.${i}`))).status);
      expect(statuses).toEqual([...Array<number>(PER_MINUTE).fill(404), 429, 429, 429]);
      // Never Intercom: a 429 would throttle its webhooks for hours.
      expect((await fetch(`${services[0].url}/webhooks/intercom`, { method: 'HEAD' })).status).toBe(200);
    });
  });

  it('is counted by the address that a trusted proxy names', async () => {
    await twoProcesses({ TRUST_PROXY: '127.0.0.0/8, ::1' }, async ([one, other]) => {
      const busy = [];
      for (let i = 0; i < PER_MINUTE + 1; i++) busy.push((await ask(one, elsewhere, by('203.0.113.7'))).status);
      expect(busy.at(-1)).toBe(429);
      expect((await ask(other, elsewhere, by('203.0.113.7'))).status).toBe(429);
      expect((await ask(one, elsewhere, by('203.0.113.8'))).status).toBe(404);
      // What a caller itself puts before it is not believed.
      expect((await ask(one, elsewhere, by('198.51.100.1, 203.0.113.7'))).status).toBe(429);
    });
  });
});
