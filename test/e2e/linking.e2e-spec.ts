import { SessionView } from '@app/sessions';
import { createHmac } from 'node:crypto';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

describe('links', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());

  let people = 0;
  const fresh = () => `p${++people}`;
  const lines = (conversation: string, count: number) =>
    until(`${count} lines`, async () => {
      const found = await stage.other.lines(conversation);
      return found.length >= count ? found : null;
    });
  const decided = (conversation: string, decision: string) =>
    until(`decision ${decision}`, async () => {
      const seen = await new SessionView(stage.redis.client, stage.redis.prefix, null).conversation(conversation);
      return seen?.decisions.some((each) => each.decision === decision);
    });

  it('the conversation that came before the first payload is linked by it', async () => {
    const user = fresh();
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id);
    await decided(conversation, 'no_session');
    await stage.other.clicks(newSession(), ['first payload'], { user_id: user });
    expect(await lines(conversation, 1)).toEqual(['first payload']);
  });

  it('a second conversation does not move a link', async () => {
    const user = fresh();
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(session, ['a'], { user_id: user });
    const first = await stage.other.writes(id);
    await lines(first, 1);
    const second = await stage.other.writes(id);
    await decided(second, 'session_has_other_conversation');
    await stage.other.clicks(session, ['b'], { user_id: user });
    expect(await lines(first, 2)).toEqual(['a', 'b']);
    expect(await stage.other.notes(second)).toEqual([]);
    await stage.other.clicks(newSession(), ['a session that starts later'], { user_id: user });
    expect(await lines(second, 1)).toEqual(['a session that starts later']);
  });

  it('a contact never gets the clicks of another user who shares the e-mail', async () => {
    const email = `${fresh()}@shared.example`;
    const { id } = await stage.other.contact({ external_id: fresh(), email });
    const another = newSession();
    await stage.other.clicks(another, ['of somebody else'], { user_id: fresh(), email });
    await stage.buffered(another, 1);
    const conversation = await stage.other.writes(id);
    await decided(conversation, 'email_of_another_user');
    await stage.other.clicks(newSession(), ['of somebody else again'], { user_id: fresh(), email });
    await never('a foreign note', async () => (await stage.other.notes(conversation)).length > 0);
  });

  it('an anonymous session is linked by its e-mail, whatever its case', async () => {
    const email = `${fresh()}@Shop.Example`;
    const { id } = await stage.other.contact({ external_id: fresh(), email: email.toLowerCase() });
    await stage.other.clicks(newSession(), ['by e-mail'], { email: email.toUpperCase() });
    expect(await lines(await stage.other.writes(id), 1)).toEqual(['by e-mail']);
  });

  it('a lead is known by no id, even where Intercom invents one', async () => {
    const invented = fresh();
    const { id } = await stage.other.contact({ external_id: invented, role: 'lead' });
    await stage.other.clicks(newSession(), ['of a user with that id'], { user_id: invented });
    const conversation = await stage.other.writes(id);
    await decided(conversation, 'contact_without_identity');
    await never('a note', async () => (await stage.other.notes(conversation)).length > 0);
  });

  it('the attribute of the conversation links a session that the stream has not shown yet', async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: fresh() });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await decided(conversation, 'linked_by_attribute');
    await stage.other.clicks(session, ['shown later']);
    expect(await lines(conversation, 1)).toEqual(['shown later']);
  });

  it('a conversation that the payload names is a link', async () => {
    const { id } = await stage.other.contact({ external_id: fresh() });
    const conversation = await stage.other.writes(id);
    await stage.other.clicks(newSession(), ['named'], { conversation_id: conversation });
    expect(await lines(conversation, 1)).toEqual(['named']);
  });

  it('who comes back tomorrow and replies gets the new session linked too', async () => {
    const user = fresh();
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(newSession(), ['today'], { user_id: user });
    const conversation = await stage.other.writes(id);
    await lines(conversation, 1);
    const sessions = async () =>
      (await stage.redis.client.keys(`${stage.redis.prefix}:s:*`)).filter((key) => /:s:[^:]+$/.test(key)).length;
    const known = await sessions();
    await stage.other.clicks(newSession(), ['tomorrow'], { user_id: user });
    await until('the new session is known', async () => (await sessions()) > known);
    await stage.other.act(conversation, 'reply', { body: 'me again' });
    expect(await lines(conversation, 2)).toEqual(['today', 'tomorrow']);
  });

  it.each(['sha1', 'sha256', 'both'])('a webhook signed with %s is believed', async (signature) => {
    await stage.other.settings({ signature });
    const user = fresh();
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(newSession(), [signature], { user_id: user });
    expect(await lines(await stage.other.writes(id), 1)).toEqual([signature]);
    await stage.other.settings({ signature: 'sha1' });
  });

  it('a notification that comes twice is one', async () => {
    const user = fresh();
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(newSession(), ['once'], { user_id: user });
    const conversation = await stage.other.writes(id);
    await lines(conversation, 1);
    const { sent } = await stage.other.state<{ sent: { id: string }[] }>('webhooks');
    expect(await stage.other.control('POST', '/webhooks/resend', { id: sent.at(-1)!.id })).toMatchObject({
      status: 200,
    });
    await never('a second note', async () => (await stage.other.notes(conversation)).length > 1);
  });

  describe('bad webhooks change nothing', () => {
    const body = JSON.stringify({
      type: 'notification_event',
      app_id: 'w4zk9qpt',
      topic: 'conversation.user.created',
      id: 'notif_x',
      data: { item: { type: 'conversation', id: '77' } },
    });
    const post = (headers: Record<string, string>, text = body) =>
      fetch(`${stage.service.url}/webhooks/intercom`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: text,
      });
    const sha1 = (text: string, secret: string = SANDBOX_CREDENTIALS.clientSecret) =>
      `sha1=${createHmac('sha1', secret).update(text).digest('hex')}`;
    const sha256 = (text: string, secret: string = SANDBOX_CREDENTIALS.clientSecret) =>
      `sha256=${createHmac('sha256', secret).update(text).digest('hex')}`;

    it.each([
      ['no signature', () => ({})],
      ['a wrong signature', () => ({ 'x-hub-signature': sha1(body, 'wrong') })],
      [
        'a 256 header that is wrong beside a right sha1',
        () => ({ 'x-hub-signature': sha1(body), 'x-hub-signature-256': sha256(body, 'wrong') }),
      ],
      ['a signature of another body', () => ({ 'x-hub-signature': sha1(`${body} `) })],
      ['an odd header', () => ({ 'x-hub-signature': 'sha1=é' })],
    ])('%s is 401', async (_, headers) => {
      expect((await post(headers() as Record<string, string>).catch(() => ({ status: 401 }))).status).toBe(401);
      expect(await stage.redis.client.exists(`${stage.redis.prefix}:c:77`)).toBe(0);
    });

    it('a signed body that is no notification is a clear error', async () => {
      for (const text of ['not json', '[]', 'null', '{"topic":7}']) {
        const answer = await post({ 'x-hub-signature': sha1(text) }, text);
        expect({ text, status: answer.status }).toEqual({ text, status: 400 });
      }
    });

    it('HEAD and ping are 200, unknown topics too', async () => {
      expect((await fetch(`${stage.service.url}/webhooks/intercom`, { method: 'HEAD' })).status).toBe(200);
      for (const topic of ['ping', 'ticket.created']) {
        const text = JSON.stringify({
          type: 'notification_event',
          app_id: 'w4zk9qpt',
          topic,
          id: null,
          data: { item: { type: 'ping' } },
        });
        expect((await post({ 'x-hub-signature': sha1(text) }, text)).status).toBe(200);
      }
    });
  });
});
