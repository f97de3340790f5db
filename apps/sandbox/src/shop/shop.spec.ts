import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';

interface Frame {
  session_id: string;
  user_id: string | null;
  email: string | null;
  count: number;
  actions: { index: number; description: string }[];
}

/** Reads the stream as the service does. */
async function* framesOf(sandbox: Sandbox): AsyncGenerator<Frame> {
  const headers = { Authorization: `Bearer ${SANDBOX_CREDENTIALS.streamToken}` };
  const stream = await fetch(`${sandbox.url}/autoplay/stream/${SANDBOX_CREDENTIALS.productId}`, { headers });
  let text = '';
  const decoder = new TextDecoder();
  for await (const piece of stream.body ?? []) {
    text += decoder.decode(piece as Uint8Array, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: {')) yield JSON.parse(event.slice(6)) as Frame;
  }
}

describe('the shop', () => {
  let sandbox: Sandbox;
  let session: string;
  const post = async (path: string, body: object = {}) =>
    (await request(sandbox.url).post(`/try${path}`).send(body)).body;
  const acts = (...happenings: object[]) =>
    post(`/visits/${session}/actions`, { happenings: happenings.map((one) => ({ path: '/pricing', ...one })) });
  const conversation = async (id: string) => (await request(sandbox.url).get(`/control/conversations/${id}`)).body;

  beforeEach(async () => {
    sandbox = await startSandbox({ shopBatchMs: 1 });
    session = (await post('/visits')).sessionId;
  });
  afterEach(() => sandbox.close());

  it('sends what a browser does as its session, anonymous first, then as the person who signed in', async () => {
    const frames = framesOf(sandbox);
    await acts({ type: 'pageview' }, { type: 'click', label: 'Start free' });
    const { value: first } = await frames.next();
    expect(first).toMatchObject({ session_id: session, user_id: null, email: null, count: 2 });
    await post(`/visits/${session}/sign-in`, { email: 'lea@customer.example' });
    await acts({ type: 'click', label: 'Projects' });
    const { value: second } = await frames.next();
    expect(second).toMatchObject({
      session_id: session,
      user_id: expect.stringMatching(/^usr_\d{5}$/),
      email: 'lea@customer.example',
      actions: [{ index: 2, description: 'User clicked Projects on the Pricing page' }],
    });
  });

  it('waits with what it sends until somebody reads the stream', async () => {
    await acts({ type: 'click', label: 'One' });
    await acts({ type: 'click', label: 'Two' });
    const frames = framesOf(sandbox);
    expect((await frames.next()).value).toMatchObject({ count: 2 });
  });

  it('makes a lead with the session of who is anonymous, and a user of whoever signs in', async () => {
    const asked = await post(`/visits/${session}/messages`, { text: 'Is there <b>a trial</b>?' });
    const lead = await conversation(asked.conversationId);
    expect(lead).toMatchObject({
      contact: { role: 'lead', email: null },
      custom_attributes: { posthog_session_id: session },
      source: { body: '<p>Is there &lt;b&gt;a trial&lt;/b&gt;?</p>' },
    });
    const signedIn = await post(`/visits/${session}/sign-in`, { email: 'lea.brandt@customer.example' });
    expect(signedIn.conversationId).toBe(asked.conversationId);
    expect((await conversation(asked.conversationId)).contact).toMatchObject({
      role: 'user',
      name: 'Lea Brandt',
      external_id: signedIn.person.userId,
    });
  });

  it('finds a user who comes back, and shows them what the team answered but no note', async () => {
    await post(`/visits/${session}/sign-in`, { email: 'lea@customer.example' });
    const asked = await post(`/visits/${session}/messages`, { text: 'Hello' });
    const { contact, custom_attributes } = await conversation(asked.conversationId);
    expect(custom_attributes).toEqual({});
    for (const [kind, body] of [
      ['note', 'secret'],
      ['comment', 'Hi Lea'],
    ] as const)
      await request(sandbox.url).post(`/control/conversations/${asked.conversationId}/${kind}`).send({ body });
    const seen = (await request(sandbox.url).get(`/try/visits/${session}`)).body;
    expect(seen.messages.map(({ from, text }: { from: string; text: string }) => [from, text])).toEqual([
      ['customer', 'Hello'],
      ['team', 'Hi Lea'],
    ]);
    session = (await post('/visits')).sessionId;
    await post(`/visits/${session}/sign-in`, { email: 'LEA@customer.example' });
    const again = await post(`/visits/${session}/messages`, { text: 'Me again' });
    expect((await conversation(again.conversationId)).contact.id).toBe(contact.id);
  });

  it('goes on with a session that only the browser remembers, and starts over with a new one', async () => {
    expect((await post('/visits', { sessionId: session })).sessionId).toBe(session);
    const remembered = '019d8d00-1006-7c52-b876-1c476f3fffff';
    expect((await post('/visits', { sessionId: remembered })).sessionId).toBe(remembered);
    expect((await post('/visits', { sessionId: 'anything' })).sessionId).not.toBe('anything');
    const asked = await post(`/visits/${session}/messages`, { text: 'Hello' });
    const { body: fresh } = await request(sandbox.url).delete(`/try/visits/${session}`);
    expect(fresh).toMatchObject({ person: null, conversationId: null, messages: [], actions: 0 });
    expect(fresh.sessionId).not.toBe(session);
    await request(sandbox.url).get(`/control/conversations/${asked.conversationId}`).expect(404);
  });

  it('refuses what no browser of the shop sends', async () => {
    const send = (happening: object) =>
      request(sandbox.url)
        .post(`/try/visits/${session}/actions`)
        .send({ happenings: [happening] });
    await send({ type: 'dance', label: 'x', path: '/' }).expect(400);
    await send({ type: 'click', label: 'x', path: 'https://elsewhere.example' }).expect(400);
    await request(sandbox.url).post('/try/visits/nobody/actions').send({ happenings: [] }).expect(404);
  });
});
