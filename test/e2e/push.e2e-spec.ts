import { createHmac } from 'node:crypto';
import { sessionKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { RedisServer } from '../support/redis-server';
import { newSession, OtherSide } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

const PRODUCT = SANDBOX_CREDENTIALS.productId;
const SECRET = 'sandbox-push-secret';
const QUICK = { DEBOUNCE_MS: '20' };

const frameOf = (sessionId: string | null, texts: string[], more: object = {}) => ({
  type: 'actions',
  product_id: PRODUCT,
  session_id: sessionId,
  user_id: null,
  email: null,
  count: texts.length,
  forwarded_at: Date.now() / 1000,
  actions: texts.map((description, index) => ({
    index,
    type: 'click',
    title: '',
    description,
    timestamp_start: Date.now() / 1000,
    timestamp_end: Date.now() / 1000,
    raw_url: 'https://shop.example/',
    canonical_url: 'https://shop.example/',
  })),
  ...more,
});
const signatureOf = (body: string, secret = SECRET) =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** One push, as the connector makes it unless said otherwise. */
const push = (
  service: Service,
  frame: unknown,
  { product = PRODUCT, signature, type = 'application/json' }: Record<string, string | undefined> = {},
) => {
  const body = typeof frame === 'string' ? frame : JSON.stringify(frame);
  return fetch(`${service.url}/events/${product}`, {
    method: 'POST',
    headers: { 'content-type': type, 'x-connector-signature': signature ?? signatureOf(body) },
    body,
  });
};

describe('push mode', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: QUICK });
  });
  afterAll(() => stage?.close());

  let people = 0;
  const linked = async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `push${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    return { session, conversation };
  };
  const lines = (conversation: string, count: number) =>
    until(`${count} lines`, async () => {
      const found = await stage.other.lines(conversation);
      return found.length >= count ? found : null;
    });
  const results = async (answers: Response[]) => Promise.all(answers.map(async (one) => (await one.json()) as unknown));

  it('a wrong signature is 503 until a good one was ever seen, so that no event is lost by a secret copied wrong', async () => {
    const frame = frameOf(newSession(), ['early']);
    for (const signature of ['', signatureOf('{}', 'another-secret')])
      expect((await push(stage.service, frame, { signature })).status).toBe(503);
    expect((await push(stage.service, frame)).status).toBe(200);
    expect((await push(stage.service, frame, { signature: '' })).status).toBe(401);
    // Another process knows it too.
    const other = await Service.start({ environment: stage.environment, roles: 'webhook' });
    try {
      await other.untilReady();
      expect((await push(other, frame, { signature: '' })).status).toBe(401);
    } finally {
      await other.stop();
    }
  });

  it('two secrets are good while one is being changed, and a metric tells which signed', async () => {
    const environment = {
      ...stage.environment,
      AUTOPLAY_PUSH_SECRET: 'the-next-push-secret',
      AUTOPLAY_PUSH_SECRET_PREVIOUS: SECRET,
    };
    const service = await Service.start({ environment, roles: 'webhook' });
    try {
      await service.untilReady();
      const frame = frameOf(newSession(), ['in between']);
      const byNext = signatureOf(JSON.stringify(frame), 'the-next-push-secret');
      for (const signature of [undefined, undefined, byNext])
        expect((await push(service, frame, { signature })).status).toBe(200);
      expect((await push(service, frame, { signature: signatureOf('{}', 'third-secret') })).status).toBe(401);
      const metrics = await (await fetch(`${service.opsUrl}/metrics`)).text();
      expect(metrics).toContain('sidenote_signatures_total{route="push",secret="previous"} 2');
      expect(metrics).toContain('sidenote_signatures_total{route="push",secret="present"} 1');
    } finally {
      await service.stop();
    }
  });

  it('an event that is pushed becomes a note', async () => {
    const { session, conversation } = await linked();
    const answer = await push(stage.service, frameOf(session, ['pushed']));
    expect([answer.status, await answer.json()]).toEqual([200, { result: 'admitted' }]);
    expect(await lines(conversation, 1)).toEqual(['pushed']);
  });

  it('the same event by push and by stream is one line, whichever comes first and whatever forwarded_at it carries', async () => {
    const { session, conversation } = await linked();
    const first = frameOf(session, ['by stream first']);
    await stage.other.frame(first);
    await lines(conversation, 1);
    const late = await push(stage.service, { ...first, forwarded_at: Date.now() / 1000 + 5 });
    expect(await late.json()).toEqual({ result: 'seen_before' });
    const second = frameOf(session, ['by push first']);
    expect(await results([await push(stage.service, second)])).toEqual([{ result: 'admitted' }]);
    await stage.other.frame({ ...second, forwarded_at: Date.now() / 1000 + 5 });
    await stage.other.clicks(session, ['last']);
    const found = await until('the last one', async () => {
      const all = await stage.other.lines(conversation);
      return all.includes('last') ? all : null;
    });
    expect(found).toEqual(['by stream first', 'by push first', 'last']);
  });

  it('the connector that pushes what it also streams doubles nothing', async () => {
    const { session, conversation } = await linked();
    await stage.other.settings({ pushUrl: `${stage.service.url}/events/${PRODUCT}`, pushRetryMs: 20 });
    await stage.other.clicks(session, ['both ways']);
    await until('pushed', async () => (await stage.other.control<Sent>('GET', '/state?only=push')).push.sent === 1);
    await stage.other.settings({ pushUrl: null });
    await stage.other.clicks(session, ['after']);
    const found = await until('the one after', async () => {
      const all = await stage.other.lines(conversation);
      return all.includes('after') ? all : null;
    });
    expect(found).toEqual(['both ways', 'after']);
  });

  it('a retry with another forwarded_at, and twenty of them at once, are one', async () => {
    const { session, conversation } = await linked();
    const frame = frameOf(session, ['again and again']);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, i) => push(stage.service, { ...frame, forwarded_at: 1_700_000_000 + i })),
    );
    const told = (await results(answers)).map((one) => (one as { result: string }).result);
    expect(told.filter((result) => result === 'admitted')).toHaveLength(1);
    expect(told.filter((result) => result === 'seen_before')).toHaveLength(19);
    expect(await lines(conversation, 1)).toEqual(['again and again']);
    await never('a second line', async () => (await stage.other.lines(conversation)).length > 1, 300);
  });

  it.each([
    ['a wrong signature', { signature: signatureOf('another body') }],
    ['a signature by another secret', { signature: signatureOf('{}', 'another-secret') }],
    ['no signature', { signature: '' }],
    ['a signature that is no hex', { signature: 'sha256=zz' }],
    ['a signature by SHA-1', { signature: `sha1=${createHmac('sha1', SECRET).update('{}').digest('hex')}` }],
  ])('%s is 401 and changes nothing', async (_, options) => {
    const session = newSession();
    const answer = await push(stage.service, frameOf(session, ['forged']), options);
    expect(answer.status).toBe(401);
    expect(await keysOf(session)).toEqual([]);
  });

  it('another product is 404, also where the signature is right', async () => {
    for (const product of ['another', 'Northwind', `${PRODUCT}%20`, '__proto__'])
      expect((await push(stage.service, frameOf(newSession(), ['x']), { product })).status).toBe(404);
  });

  it.each([
    ['no JSON', '{"type":"actions"'],
    ['a list', '[]'],
    ['a text', '"actions"'],
    ['actions that are no list', JSON.stringify({ ...frameOf('s', []), actions: 'x' })],
    ['a session id that is none', JSON.stringify({ ...frameOf('s', ['x']), session_id: { a: 1 } })],
    ['a session id too long', JSON.stringify(frameOf('s'.repeat(257), ['x']))],
  ])('%s is 400: it can never be admitted, so nobody is to send it again', async (_, body) => {
    expect((await push(stage.service, body)).status).toBe(400);
  });

  it('the signature decides, and not what type the body is said to be of', async () => {
    const frame = frameOf(newSession(), ['x']);
    expect((await push(stage.service, frame, { type: 'text/plain' })).status).toBe(200);
    expect((await push(stage.service, frame, { type: 'text/plain', signature: 'sha256=00' })).status).toBe(401);
  });

  it('what the contract ignores is 200, so that it is not sent again', async () => {
    const answers = [
      await push(stage.service, { type: 'usertour_trigger', product_id: PRODUCT }),
      await push(stage.service, frameOf(null, ['anonymous'])),
      await push(stage.service, frameOf(newSession(), [])),
      await push(stage.service, { type: 'summary', session_id: 's', summary: 'prose', replaces: 1 }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await results(answers)).map((one) => (one as { result: string }).result)).toEqual([
      'ignored',
      'anonymous',
      'empty',
      'ignored',
    ]);
  });

  it('without AUTOPLAY_PUSH_SECRET the path is 404, whatever it is signed with', async () => {
    const environment: Record<string, string> = { ...stage.environment };
    delete environment['AUTOPLAY_PUSH_SECRET'];
    const service = await Service.start({ environment, roles: 'webhook' });
    try {
      const frame = frameOf(newSession(), ['x']);
      for (const signature of [undefined, '', signatureOf(JSON.stringify(frame), '')])
        expect((await push(service, frame, { signature })).status).toBe(404);
    } finally {
      await service.stop();
    }
  });

  const keysOf = (session: string) =>
    stage.redis.client.keys(`${stage.redis.prefix}:s:${sessionKeyOf(PRODUCT, session)}*`);
});

interface Sent extends Record<string, unknown> {
  push: { sent: number; failed: number };
}

describe('what a 200 to a push means', () => {
  it('durable: the process may be killed in the moment of its answer, and the note is written all the same', async () => {
    const stage = await Stage.open({ environment: QUICK, roles: ['webhook,stream'] });
    try {
      const session = newSession();
      const { id } = await stage.other.contact({ external_id: 'u1' });
      const answer = await push(stage.service, frameOf(session, ['survives'], { user_id: 'u1' }));
      await stage.service.stop('SIGKILL');
      expect(answer.status).toBe(200);
      const buffer = `${stage.redis.prefix}:s:${sessionKeyOf(PRODUCT, session)}:q`;
      expect(await stage.redis.client.llen(buffer)).toBe(1);
      expect(await stage.redis.client.llen(`${stage.redis.prefix}:bull:session-actions:wait`)).toBe(1);
      await stage.add('webhook,stream,writer');
      const conversation = await stage.other.writes(id);
      await until('the note', async () => (await stage.other.lines(conversation)).includes('survives'));
    } finally {
      await stage.close();
    }
  });

  it('while Redis is away it is a quick 5xx and never a 4xx, and the connector sends again until it is in', async () => {
    const redis = await RedisServer.start();
    const other = await OtherSide.start({ pushRetryMs: 500 });
    const environment = {
      ...other.environment,
      ...QUICK,
      REDIS_URL: redis.url,
      AUTOPLAY_PUSH_SECRET: SECRET,
    };
    const service = await Service.start({ environment, roles: 'webhook,writer' });
    try {
      await service.untilReady();
      await other.settings({ webhookUrl: `${service.url}/webhooks/intercom` });
      await redis.goAway('SIGKILL');
      const session = newSession();
      const answers = await Promise.all([1, 2, 3].map((n) => push(service, frameOf(session, [`lost ${n}`]))));
      expect(answers.map(({ status }) => status)).toEqual([503, 503, 503]);
      // Whether a good signature was ever seen cannot be known now: no 4xx, which would not come again.
      expect((await push(service, frameOf(session, ['x']), { signature: 'sha256=00' })).status).toBe(503);
      await other.settings({ pushUrl: `${service.url}/events/${PRODUCT}` });
      await other.clicks(session, ['in the end'], { user_id: 'u1' });
      await until('a push was refused', () => service.log.some(({ msg }) => String(msg).startsWith('Redis: ')));
      await redis.comeBack();
      await until('the push went through', async () => {
        const { push: state } = await other.control<Sent>('GET', '/state?only=push');
        return state.sent === 1;
      });
      const { id } = await other.contact({ external_id: 'u1' });
      const conversation = await other.writes(id);
      await until('the note', async () => (await other.lines(conversation)).length > 0);
      expect(await other.lines(conversation)).toEqual(['in the end']);
    } finally {
      await service.stop('SIGKILL');
      await other.close();
      await redis.remove();
    }
  });
});
