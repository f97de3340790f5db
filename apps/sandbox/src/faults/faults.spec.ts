import request from 'supertest';
import { until } from '../../../../test/support/until';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';

describe('faults on demand', () => {
  let sandbox: Sandbox;
  let id: string;

  const control = (path: string, body: object = {}) => request(`${sandbox.url}/control`).post(path).send(body);
  const fault = (kind: string, more: object = {}) => control('/faults', { target: 'reply', kind, ...more }).expect(201);
  const note = (signal?: AbortSignal) =>
    fetch(`${sandbox.url}/intercom/conversations/${id}/reply`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${SANDBOX_CREDENTIALS.intercomToken}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ message_type: 'note', type: 'admin', admin_id: '7412205', body: '<p>ours</p>' }),
      signal,
    });
  const stored = async () => {
    const { body } = await request(sandbox.url).get(`/control/conversations/${id}`);
    return (body.parts as { body: string }[]).map((part) => part.body);
  };
  const calls = async () => (await request(sandbox.url).get('/control/state?only=intercom')).body.intercom.calls;

  beforeEach(async () => {
    sandbox = await startSandbox();
    const contact = await control('/contacts', {});
    id = (await control('/conversations', { contactId: contact.body.id, body: 'Hi' })).body.id;
  });
  afterEach(() => sandbox.close());

  it('answers with a status and stores nothing, as often as asked', async () => {
    await fault('status', { status: 503, times: 2 });
    expect([(await note()).status, (await note()).status, (await note()).status]).toEqual([503, 503, 200]);
    expect(await stored()).toHaveLength(1);
  });

  it('stores, and answers with a status all the same', async () => {
    await fault('status-after-store', { status: 502 });
    const answer = await note();
    expect(answer.status).toBe(502);
    expect(await answer.json()).toMatchObject({ type: 'error.list', errors: [{ code: 'server_error' }] });
    expect(await stored()).toEqual(['<p>ours</p>']);
  });

  it('answers with a status, and stores later all the same', async () => {
    await fault('status-before-late-store', { status: 504, ms: 200 });
    expect((await note()).status).toBe(504);
    expect(await stored()).toEqual([]);
    await until('it is stored', async () => (await stored()).length === 1);
  });

  it.each([
    ['reset-before-store', 0],
    ['reset-after-store', 1],
  ])('resets the connection: %s leaves %i notes', async (kind, left) => {
    await fault(kind);
    await expect(note()).rejects.toThrow();
    expect(await stored()).toHaveLength(left);
    expect(await calls()).toMatchObject([{ operation: 'reply', status: 0, fault: kind, conversationId: id }]);
  });

  it.each(['timeout-after-store', 'stall-body-after-store'])('stores and never ends its answer: %s', async (kind) => {
    await fault(kind);
    const hung = note(AbortSignal.timeout(150)).then((answer) => answer.text());
    await expect(hung).rejects.toThrow();
    expect(await stored()).toHaveLength(1);
  });

  it('stores and answers 200 with what is no JSON', async () => {
    await fault('not-json-after-store');
    const answer = await note();
    expect(answer.status).toBe(200);
    expect(await answer.text()).toMatch(/^<html>/);
    expect(await stored()).toHaveLength(1);
  });

  it('stores and leaves the part out of the answer, or puts a foreign one behind it', async () => {
    await fault('no-part-after-store');
    expect(await (await note()).json()).toMatchObject({
      conversation_parts: { conversation_parts: [], total_count: 0 },
    });
    await fault('foreign-part-last');
    const body = (await (await note()).json()) as {
      conversation_parts: { conversation_parts: { author: { id: string } }[] };
    };
    expect(body.conversation_parts.conversation_parts.map(({ author }) => author.id)).toEqual(['7412205', '7412990']);
    expect(await stored()).toHaveLength(3);
  });

  it('strikes only the conversation that it is meant for, until it is taken back', async () => {
    await fault('status', { times: -1, match: { conversationId: 'another' } });
    expect((await note()).status).toBe(200);
    const { body } = await fault('status', { times: -1 });
    expect([(await note()).status, (await note()).status]).toEqual([500, 500]);
    await request(sandbox.url).delete(`/control/faults/${body.id}`).expect(200);
    expect((await note()).status).toBe(200);
  });

  it('strikes with the probability that is given', async () => {
    await fault('status', { times: -1, probability: 0 });
    expect((await note()).status).toBe(200);
  });

  it('refuses a fault that it does not know', async () => {
    await control('/faults', { target: 'reply', kind: 'nonsense' }).expect(400);
    await control('/faults', { target: 'constructor', kind: 'status' }).expect(400);
    await control('/faults', { target: 'reply', kind: 'status', status: 99 }).expect(400);
  });

  it('makes the summariser refuse, say nothing, or fail', async () => {
    const ask = () =>
      request(sandbox.url)
        .post('/openai/v1/chat/completions')
        .set('Authorization', `Bearer ${SANDBOX_CREDENTIALS.openaiKey}`)
        .send({
          model: 'gpt-4o-mini',
          messages: [{ role: 'user', content: '1. [0] click: User clicked Pay — https://a.example/checkout' }],
        });
    await control('/faults', { target: 'openai', kind: 'empty-completion' });
    expect((await ask()).body.choices[0].message.content).toBe('');
    await control('/faults', { target: 'openai', kind: 'refusal' });
    expect((await ask()).body.choices[0].message).toMatchObject({ content: null, refusal: expect.any(String) });
    await control('/faults', { target: 'openai', kind: 'status', status: 429 });
    expect((await ask()).status).toBe(429);
    expect((await ask()).body.choices[0].message.content).toContain('/checkout');
  });
});
