import { userKeyOf } from '@app/redis';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

describe('webhooks that never came', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '20' } });
    await until('its own search is over', () => stage.redis.client.hget(`${stage.redis.prefix}:missed`, 'until'));
  });
  afterAll(() => stage?.close());

  let people = 0;
  const fresh = () => `m${++people}`;
  const lines = (conversation: string, count: number) =>
    until(`${count} lines`, async () => {
      const found = await stage.other.lines(conversation);
      return found.length >= count ? found : null;
    });
  /** A writer that starts looks for what was missed; resolves when it has. */
  const search = async () => {
    const before = Date.now();
    const writer = await stage.add('writer');
    await until('a completed search', async () => {
      const done = await stage.redis.client.hget(`${stage.redis.prefix}:missed`, 'until');
      return Number(done) >= before;
    });
    await writer.stop();
  };
  const indexed = (user: string) =>
    until('the session is indexed', () => stage.redis.client.exists(`${stage.redis.prefix}:u:${userKeyOf(user)}`));

  it('are made up for when a writer starts', async () => {
    const [user, session] = [fresh(), newSession()];
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(session, ['before the lost webhook'], { user_id: user });
    await indexed(user);
    const conversation = await stage.other.writes(id, { webhook: false });
    await never('a note', async () => (await stage.other.notes(conversation)).length > 0, 200);
    await search();
    expect(await lines(conversation, 1)).toEqual(['before the lost webhook']);
  });

  it('a conversation whose webhook was lost and whose session comes later waits for it', async () => {
    const user = fresh();
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id, { webhook: false });
    await search();
    await stage.other.clicks(newSession(), ['later'], { user_id: user });
    expect(await lines(conversation, 1)).toEqual(['later']);
  });

  it('what the webhook told already is left alone: a later session is not drawn into an old conversation', async () => {
    const user = fresh();
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(newSession(), ['first'], { user_id: user });
    const conversation = await stage.other.writes(id);
    await lines(conversation, 1);
    await stage.other.clicks(newSession(), ['another visit, nothing written'], { user_id: user });
    await search();
    await never('a second note', async () => (await stage.other.notes(conversation)).length > 1, 300);
  });

  it('a closing that was not told holds the notes, and a reply that was not told releases them', async () => {
    const [user, session] = [fresh(), newSession()];
    const { id } = await stage.other.contact({ external_id: user });
    await stage.other.clicks(session, ['open'], { user_id: user });
    const conversation = await stage.other.writes(id);
    await lines(conversation, 1);
    const state = () => stage.redis.client.hget(`${stage.redis.prefix}:c:${conversation}`, 'state');
    await stage.other.act(conversation, 'close', { webhook: false });
    await search();
    await until('closed', async () => (await state()) === 'closed');
    await stage.other.clicks(session, ['while closed'], { user_id: user });
    await never('a note', async () => (await stage.other.notes(conversation)).length > 1, 300);
    await stage.other.act(conversation, 'reply', { body: 'me again', webhook: false });
    await search();
    expect(await lines(conversation, 2)).toEqual(['open', 'while closed']);
  });
});
