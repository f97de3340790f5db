import { SessionView } from '@app/sessions';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

describe('whose session it is', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open();
  });
  afterAll(() => stage?.close());

  let people = 0;
  const fresh = () => `who-${++people}`;
  const contact = async (fields: Record<string, unknown>) => (await stage.other.contact(fields)).id;
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
  const nothingIn = (conversation: string) =>
    never('a note', async () => (await stage.other.notes(conversation)).length > 0);

  it('two users of one session id: each conversation holds what its own user did, and who returns goes on', async () => {
    const session = newSession();
    const [a, b] = [fresh(), fresh()];
    const [contactA, contactB] = [await contact({ external_id: a }), await contact({ external_id: b })];
    await stage.other.clicks(session, ['a before'], { user_id: a });
    const ofA = await stage.other.writes(contactA);
    expect(await lines(ofA, 1)).toEqual(['a before']);
    await stage.other.clicks(session, ['b before'], { user_id: b });
    await stage.other.clicks(session, ['b, not named']);
    await stage.other.clicks(session, ['a returns'], { user_id: a });
    expect(await lines(ofA, 2)).toEqual(['a before', 'a returns']);
    const ofB = await stage.other.writes(contactB);
    expect(await lines(ofB, 2)).toEqual(['b before', 'b, not named']);
    await stage.other.clicks(session, ['b after'], { user_id: b });
    expect(await lines(ofB, 3)).toEqual(['b before', 'b, not named', 'b after']);
    expect(await stage.other.lines(ofA)).toEqual(['a before', 'a returns']);
    for (const note of [...(await stage.other.notes(ofA)), ...(await stage.other.notes(ofB))])
      expect(JSON.stringify(note)).toContain(session);
  });

  it('the second one writes first: what the first did is not shown', async () => {
    const session = newSession();
    const [a, b] = [fresh(), fresh()];
    await stage.other.clicks(session, ['of a'], { user_id: a });
    await stage.other.clicks(session, ['of b'], { user_id: b });
    const ofB = await stage.other.writes(await contact({ external_id: b }));
    expect(await lines(ofB, 1)).toEqual(['of b']);
    const ofA = await stage.other.writes(await contact({ external_id: a }));
    expect(await lines(ofA, 1)).toEqual(['of a']);
  });

  it('an attribute names the part of its contact, and nothing where the session is of another known user', async () => {
    const session = newSession();
    const [a, b, c] = [fresh(), fresh(), fresh()];
    await stage.other.clicks(session, ['of a'], { user_id: a });
    await stage.other.clicks(session, ['of b'], { user_id: b });
    const custom_attributes = { posthog_session_id: session };
    const ofA = await stage.other.writes(await contact({ external_id: a }), { custom_attributes });
    expect(await lines(ofA, 1)).toEqual(['of a']);
    await decided(ofA, 'linked_by_attribute');
    const ofC = await stage.other.writes(await contact({ external_id: c }), { custom_attributes });
    await decided(ofC, 'attribute_of_other_user');
    await nothingIn(ofC);
    await stage.other.clicks(newSession(), ['of c'], { user_id: c });
    expect(await lines(ofC, 1)).toEqual(['of c']);
  });

  it('an attribute that came before the session was seen is not followed where its first user is another', async () => {
    const session = newSession();
    const [a, b] = [fresh(), fresh()];
    const custom_attributes = { posthog_session_id: session };
    const ofA = await stage.other.writes(await contact({ external_id: a }), { custom_attributes });
    await decided(ofA, 'linked_by_attribute');
    await stage.other.clicks(session, ['of b'], { user_id: b });
    await decided(ofA, 'attribute_of_other_user');
    await nothingIn(ofA);
    await stage.other.clicks(newSession(), ['of a'], { user_id: a });
    expect(await lines(ofA, 1)).toEqual(['of a']);
  });

  it('a payload cannot name the conversation of another user', async () => {
    const session = newSession();
    const [a, b] = [fresh(), fresh()];
    const ofA = await stage.other.writes(await contact({ external_id: a }));
    await decided(ofA, 'no_session');
    await stage.other.clicks(session, ['of b'], { user_id: b, conversation_id: ofA });
    await decided(ofA, 'stream_names_other_user');
    await nothingIn(ofA);
  });

  it('an erasure of the first one leaves the second one alone, and the other way round', async () => {
    for (const which of [0, 1]) {
      const session = newSession();
      const users = [fresh(), fresh()];
      const contacts = [await contact({ external_id: users[0] }), await contact({ external_id: users[1] })];
      await stage.other.clicks(session, ['of 0'], { user_id: users[0] });
      await stage.other.clicks(session, ['of 1'], { user_id: users[1] });
      const conversations = [await stage.other.writes(contacts[0]!), await stage.other.writes(contacts[1]!)];
      for (const conversation of conversations) await lines(conversation, 1);
      const { code } = await runCommand(['erase', '--user', users[which]!], stage.environment);
      expect(code).toBe(0);
      const other = 1 - which;
      await stage.other.clicks(session, ['of the erased'], { user_id: users[which] });
      await stage.other.clicks(session, ['goes on'], { user_id: users[other] });
      expect(await lines(conversations[other]!, 2)).toEqual([`of ${other}`, 'goes on']);
      expect(await stage.other.lines(conversations[which]!)).not.toContain('of the erased');
    }
  });

  it("a lead's e-mail links nothing: a visitor typed it", async () => {
    const email = `${fresh()}@victim.example`;
    await stage.other.clicks(newSession(), ['of the victim'], { email });
    const conversation = await stage.other.writes(await contact({ role: 'lead', email }));
    await decided(conversation, 'email_of_lead');
    await stage.other.clicks(newSession(), ['of the victim again'], { email });
    await nothingIn(conversation);
  });

  it('an e-mail that a session of another user has too is ambiguous', async () => {
    const email = `${fresh()}@shared.example`;
    const [a, b] = [fresh(), fresh()];
    const [ofB, ofNobody] = [newSession(), newSession()];
    await stage.other.clicks(ofB, ['of b'], { user_id: b, email });
    await stage.other.clicks(ofNobody, ['of nobody known'], { email });
    // A webhook that overtakes them would meet nobody.
    for (const session of [ofB, ofNobody]) await stage.buffered(session, 1);
    const conversation = await stage.other.writes(await contact({ external_id: a, email }));
    await decided(conversation, 'email_ambiguous');
    await stage.other.clicks(newSession(), ['of nobody known again'], { email });
    await decided(conversation, 'waiting_email_ambiguous');
    await nothingIn(conversation);
  });
});

describe('LINK_LEADS_BY_EMAIL=on', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { LINK_LEADS_BY_EMAIL: 'on' } });
  });
  afterAll(() => stage?.close());

  it("believes a lead's e-mail", async () => {
    const email = 'lead@shop.example';
    const { id } = await stage.other.contact({ role: 'lead', email });
    await stage.other.clicks(newSession(), ['of the lead'], { email });
    const conversation = await stage.other.writes(id);
    await until('a line', async () => (await stage.other.lines(conversation)).includes('of the lead'));
  });
});

describe('a user who writes, with a long quiet period', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '60000', DEBOUNCE_MAX_MS: '600000' } });
  });
  afterAll(() => stage?.close());

  it('gets what waits posted at once, also where its job had given its place back', async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: 'writer' });
    await stage.other.clicks(session, ['at the link'], { user_id: 'writer' });
    const conversation = await stage.other.writes(id);
    const lines = (wanted: string[]) =>
      until(`${wanted.length} lines`, async () => (await stage.other.lines(conversation)).length >= wanted.length).then(
        async () => expect(await stage.other.lines(conversation)).toEqual(wanted),
      );
    await lines(['at the link']);
    await stage.other.clicks(session, ['waits'], { user_id: 'writer' });
    await stage.buffered(session, 1);
    await never('a note', async () => (await stage.other.lines(conversation)).length > 1);
    await stage.other.act(conversation, 'reply', { body: 'hello?' });
    await lines(['at the link', 'waits']);
  });
});
