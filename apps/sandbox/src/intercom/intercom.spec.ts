import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import request from 'supertest';
import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '../index';

const fixture = (name: string) =>
  JSON.parse(readFileSync(join(__dirname, '../../../../test/fixtures/intercom', `${name}.json`), 'utf8')) as Record<
    string,
    unknown
  >;

describe("the sandbox's Intercom", () => {
  let sandbox: Sandbox;
  let id: string;

  const call = (method: 'get' | 'post', path: string, body?: object) =>
    request(`${sandbox.url}/intercom`)
      [method](path)
      .set('Authorization', `Bearer ${SANDBOX_CREDENTIALS.intercomToken}`)
      .send(body);
  const control = (path: string, body: object = {}) => request(`${sandbox.url}/control`).post(path).send(body);
  const note = (body: string, more: object = {}) =>
    call('post', `/conversations/${id}/reply`, {
      message_type: 'note',
      type: 'admin',
      admin_id: '7412205',
      body,
      ...more,
    });
  const redact = (partId: string) =>
    call('post', '/conversations/redact', {
      type: 'conversation_part',
      conversation_id: id,
      conversation_part_id: partId,
    });
  const partOf = (answer: request.Response) => answer.body.conversation_parts.conversation_parts[0];

  beforeEach(async () => {
    sandbox = await startSandbox();
    const contact = await control('/contacts', {
      email: 'priya@northwind.example',
      external_id: 'usr_1',
      name: 'Priya',
    });
    id = (await control('/conversations', { contactId: contact.body.id, body: 'Hello <b>there</b>' })).body.id;
  });
  afterEach(() => sandbox.close());

  it('answers a note with only the part that it made, in the shape of the recorded answer', async () => {
    await note('<p>first</p>');
    const answer = await note('<p>second</p>').expect(200);
    const recorded = fixture('reply-note-response');
    expect(Object.keys(answer.body).sort()).toEqual(Object.keys(recorded).sort());
    expect(Object.keys(partOf(answer)).sort()).toEqual(
      Object.keys(
        (recorded['conversation_parts'] as { conversation_parts: object[] }).conversation_parts[0] ?? {},
      ).sort(),
    );
    expect(answer.body.conversation_parts.total_count).toBe(1);
    expect(partOf(answer)).toMatchObject({ part_type: 'note', body: '<p>second</p>', redacted: false });
    expect(partOf(answer).author).toMatchObject({ type: 'admin', id: '7412205' });
  });

  it('gives part ids as growing numbers', async () => {
    const [first, second] = [partOf(await note('<p>1</p>')).id, partOf(await note('<p>2</p>')).id];
    expect(first).toMatch(/^\d{11}$/);
    expect(Number(second)).toBeGreaterThan(Number(first));
  });

  it('keeps only the tags that Intercom keeps', async () => {
    const html =
      '<p onclick="x()">a <b>b</b><script>evil()</script><a href="javascript:x">c</a><a href="https://d.example">d</a></p><img src=x>';
    expect(partOf(await note(html)).body).toBe('<p>a <b>b</b><a>c</a><a href="https://d.example">d</a></p>');
  });

  it('blanks a part once, and refuses the second time', async () => {
    const { id: partId } = partOf(await note('<p>gone soon</p>'));
    const answer = await redact(partId).expect(200);
    expect(partOf(answer)).toMatchObject({
      id: partId,
      redacted: true,
      body: '<p><i>This message was deleted</i></p>',
    });
    const again = await redact(partId).expect(400);
    expect(again.body.errors).toEqual(fixture('error-not-redactable')['errors']);
  });

  it('explains refusals as the recorded errors do', async () => {
    const wrongToken = await request(sandbox.url).get('/intercom/me').set('Authorization', 'Bearer wrong').expect(401);
    expect(wrongToken.body.errors).toEqual(fixture('error-401')['errors']);
    expect(wrongToken.headers).not.toHaveProperty('x-ratelimit-limit');
    expect((await call('get', '/conversations/1').expect(404)).body.errors).toEqual(fixture('error-404')['errors']);
    expect((await redact('1').expect(404)).body.errors).toEqual(fixture('error-404-redact')['errors']);
    const noId = await call('post', '/conversations/redact', { type: 'conversation_part' }).expect(400);
    expect(noId.body.errors).toEqual(fixture('error-400-parameter')['errors']);
    const stranger = await note('<p>x</p>', { admin_id: '1' }).expect(404);
    expect(stranger.body.errors[0].code).toBe('admin_not_found');
    await control('/settings', { scopeDenied: true }).expect(200);
    expect((await note('<p>x</p>').expect(403)).body.errors).toEqual(fixture('error-403-scope')['errors']);
  });

  it('shows the 500 most recent parts', async () => {
    await control('/settings', { rateLimit: 100_000 });
    for (let at = 0; at < 503; at += 1) await control(`/conversations/${id}/note`, { body: `<p>${at}</p>` });
    const { body } = await call('get', `/conversations/${id}`).expect(200);
    expect(body.conversation_parts.conversation_parts).toHaveLength(500);
    expect(body.conversation_parts.conversation_parts[0].body).toBe('<p>3</p>');
    expect(body.conversation_parts.total_count).toBe(503);
  });

  it('spends a window and says when the next one begins', async () => {
    await control('/settings', { rateLimit: 2, rateWindowMs: 600_000 });
    const [first, second, third] = [await call('get', '/me'), await call('get', '/me'), await call('get', '/me')];
    expect([first, second, third].map(({ status }) => status)).toEqual([200, 200, 429]);
    expect(first.headers).toMatchObject({ 'x-ratelimit-limit': '2', 'x-ratelimit-remaining': '1' });
    expect(third.headers['x-ratelimit-remaining']).toBe('0');
    const reset = Number(third.headers['x-ratelimit-reset']) * 1000;
    expect(reset % 600_000).toBe(0);
    expect(reset).toBeGreaterThan(Date.now());
    expect(third.body.errors[0].code).toBe('rate_limit_exceeded');
  });

  it('is woken from a snooze by a note, and left closed by one', async () => {
    const state = async () => (await call('get', `/conversations/${id}`)).body.state;
    await control(`/conversations/${id}/snooze`);
    expect(await state()).toBe('snoozed');
    await note('<p>x</p>');
    expect(await state()).toBe('open');
    await control(`/conversations/${id}/close`);
    await note('<p>y</p>');
    expect(await state()).toBe('closed');
    await control(`/conversations/${id}/reply`, { body: 'I am back' });
    expect(await state()).toBe('open');
  });

  it('finds conversations by contact and attribute', async () => {
    const { body } = await call('get', `/conversations/${id}`);
    const by = (field: string, value: string) =>
      call('post', '/conversations/search', { query: { field, operator: '=', value } });
    expect((await by('contact_ids', body.contacts.contacts[0].id).expect(200)).body.conversations[0].id).toBe(id);
    expect((await by('contact_ids', 'nobody')).body.total_count).toBe(0);
    await call('post', '/conversations/search', { query: { operator: 'AND', value: [{ nonsense: 1 }] } }).expect(400);
  });

  it('sends who asks for a merged contact to the other one, since version 2.16', async () => {
    const [one, two] = [
      (await control('/contacts', { name: 'One' })).body.id,
      (await control('/contacts', { name: 'Two' })).body.id,
    ];
    await control(`/contacts/${one}/merge`, { into: two }).expect(200);
    const answer = await call('get', `/contacts/${one}`).set('Intercom-Version', '2.16').expect(410);
    expect(answer.headers['link']).toBe(`</contacts/${two}>; rel="canonical"`);
    await call('get', `/contacts/${one}`).set('Intercom-Version', '2.11').expect(404);
  });

  it('survives names that are traps', async () => {
    await call('get', '/conversations/__proto__').expect(404);
    await call('post', `/conversations/${id}/parts`, { admin_id: '7412205', message_type: 'constructor' }).expect(400);
    await control('/settings', JSON.parse('{"__proto__":{"rateLimit":1}}') as object).expect(400);
    await control('/settings', { toString: 'x' }).expect(400);
  });
});
