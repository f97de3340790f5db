import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Notification, parseNotification } from './notification.parser';

const FIXTURES = join(__dirname, '../../../../test/fixtures/intercom');
type Json = Record<string, unknown>;
interface Item extends Json {
  source: { author: unknown };
  contacts: { contacts: Json[] } | null;
  conversation_parts: { conversation_parts: { author: unknown }[] } | null;
  custom_attributes: Json;
}
interface Envelope extends Json {
  data: { item: Item };
}
const fixture = (name: string) => JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')) as Envelope;
const parse = (body: unknown) => parseNotification(body, 'posthog_session_id');
const changed = (name: string, change: (item: Item, envelope: Envelope) => void): Notification => {
  const body = fixture(name);
  change(body.data.item, body);
  const parsed = parse(body);
  if (!parsed) throw new Error('no envelope');
  return parsed;
};

const PRIYA = {
  id: '673f51c2a90b4e6d8f1c7a20',
  externalId: 'usr_48213',
  email: 'priya@northwind.example',
  isLead: false,
};
const CREATED = 'webhook-conversation-user-created';
const REPLIED = 'webhook-conversation-user-replied';

describe('parseNotification', () => {
  it.each([CREATED, `${CREATED}.v2_14`])('reads %s', (name) => {
    expect(parse(fixture(name))).toEqual({
      id: expect.stringMatching(/^notif_/),
      appId: 'w4zk9qpt',
      topic: 'conversation.user.created',
      createdAt: 1795350001000,
      conversationId: '215480000412907',
      state: 'open',
      stateAt: 1795350000000,
      contact: PRIYA,
      sessionAttribute: null,
    });
  });

  it.each([REPLIED, `${REPLIED}.v2_14`, `${REPLIED}.admin-initiated`])('reads %s', (name) => {
    expect(parse(fixture(name))).toMatchObject({
      topic: 'conversation.user.replied',
      state: 'open',
      stateAt: 1795350240000,
      contact: PRIYA,
    });
  });

  it('never takes the external id that Intercom invents for a lead', () => {
    expect(parse(fixture(`${CREATED}.lead`))?.contact).toEqual({
      id: '673f51c2a90b4e6d8f1c7b9e',
      externalId: '',
      email: '',
      isLead: true,
    });
    const byRole = changed(CREATED, (item) => Object.assign(item.contacts?.contacts[0] ?? {}, { role: 'lead' }));
    expect(byRole.contact?.externalId).toBe('');
  });

  it('reads a ping, a deleted contact and a deleted conversation', () => {
    expect(parse(fixture('webhook-ping'))).toMatchObject({
      id: null,
      topic: 'ping',
      conversationId: null,
      contact: null,
      state: null,
    });
    expect(parse(fixture('webhook-contact-deleted'))).toMatchObject({
      topic: 'contact.deleted',
      conversationId: null,
      contact: { id: '673f51c2a90b4e6d8f1c7a20', externalId: 'usr_48213', email: '' },
    });
    const archived = {
      id: '63a07ddf05a32042dffac965',
      external_id: 'c0ffee00-uuid-of-a-lead',
      role: 'lead',
      email: 'a@b.example',
    };
    expect(
      parse({
        type: 'notification_event',
        topic: 'contact.archived',
        data: { item: { type: 'contact', ...archived } },
      }),
    ).toMatchObject({ contact: { id: archived.id, externalId: archived.external_id, email: '' } });
    expect(parse(fixture('webhook-conversation-deleted'))).toMatchObject({
      conversationId: '215480000412907',
      contact: null,
      state: null,
      stateAt: 1795359100000,
    });
  });

  it('matches the author in a group conversation, wherever they stand in the list', () => {
    const other = { type: 'contact', id: 'aaaa', external_id: 'usr_1' };
    expect(changed(REPLIED, (item) => item.contacts?.contacts.unshift(other)).contact).toEqual(PRIYA);
    expect(
      changed(`${REPLIED}.admin-initiated`, (item) => {
        item.contacts?.contacts.push(other);
        const [part] = item.conversation_parts?.conversation_parts ?? [];
        if (part) part.author = { type: 'user', id: 'aaaa', email: 'a@b.example' };
      }).contact,
    ).toEqual({ id: 'aaaa', externalId: 'usr_1', email: 'a@b.example', isLead: false });
  });

  it('takes the newest part of a person, in any order, over admins and bots', () => {
    const part = (type: string, id: string, created_at: unknown) => ({
      created_at,
      author: { type, id, email: `${id}@x.example` },
    });
    const reply = changed(REPLIED, (item) => {
      item.contacts?.contacts.push({ id: 'new', external_id: 'usr_new' });
      item.conversation_parts = {
        conversation_parts: [
          part('user', 'new', '2026-11-22T12:30:00.000Z'),
          part('user', PRIYA.id, 1795350240),
          part('admin', '7412205', 1795359999),
          part('bot', '9', 1795359999),
        ],
      };
    });
    expect(reply.contact).toEqual({ id: 'new', externalId: 'usr_new', email: 'new@x.example', isLead: false });
  });

  it('takes the one contact where no person is named as author, and none of several', () => {
    const nobody = (item: Item) => {
      item.source.author = { type: 'admin', id: '7412205', email: 'sam@northwind.example' };
      item.conversation_parts = null;
    };
    expect(changed(CREATED, nobody).contact).toEqual({ ...PRIYA, email: '' });
    expect(
      changed(CREATED, (item) => {
        nobody(item);
        item.contacts?.contacts.push({ id: 'other' });
      }).contact,
    ).toBeNull();
  });

  it('knows an author who is missing among the contacts by id and e-mail only', () => {
    expect(changed(CREATED, (item) => (item.contacts = null)).contact).toEqual({ ...PRIYA, externalId: '' });
  });

  it('reads ISO dates, and falls back to the time of the envelope', () => {
    expect(changed(CREATED, (item) => (item.updated_at = '2026-11-22T12:20:00.000Z')).stateAt).toBe(
      Date.UTC(2026, 10, 22, 12, 20),
    );
    expect(changed(CREATED, (item) => (item.updated_at = null)).stateAt).toBe(1795350001000);
  });

  it.each([
    ['conversation.admin.closed', 'open', 'closed'],
    ['conversation.admin.snoozed', 'open', 'snoozed'],
    ['conversation.admin.unsnoozed', 'snoozed', 'open'],
    ['conversation.admin.opened', 'closed', 'open'],
    ['conversation.user.replied', 'closed', 'open'],
    ['conversation.user.created', 'closed', 'closed'],
    ['conversation.user.created', 'nonsense', 'open'],
    ['constructor', 'closed', null],
  ])('%s with state %s means %s', (topic, state, expected) => {
    const parsed = changed(CREATED, (item, envelope) => {
      envelope.topic = topic;
      item.state = state;
    });
    expect(parsed.state).toBe(expected);
  });

  it.each([
    ['0199c0de-7a11', '0199c0de-7a11'],
    [' s ', 's'],
    [42, '42'],
    ['', null],
    [null, null],
    [{}, null],
    ['x'.repeat(257), null],
  ])('reads the session attribute %j as %j', (value, expected) => {
    expect(changed(CREATED, (item) => (item.custom_attributes.posthog_session_id = value)).sessionAttribute).toBe(
      expected,
    );
  });

  it('takes no inherited property for an attribute', () => {
    expect(parseNotification(fixture(CREATED), 'toString')?.sessionAttribute).toBeNull();
    expect(parseNotification(fixture(CREATED), '__proto__')?.sessionAttribute).toBeNull();
  });

  it('refuses ids that do not belong in a path', () => {
    expect(changed(CREATED, (item) => (item.id = '../contacts/1')).conversationId).toBeNull();
    expect(changed(CREATED, (item) => (item.id = 215480000412907)).conversationId).toBe('215480000412907');
  });

  it.each([null, [], 'x', 7, {}, { topic: '' }, { topic: {} }])('calls %j no envelope', (body) =>
    expect(parse(body)).toBeNull(),
  );

  it('survives any change to any recorded webhook', () => {
    const names = readdirSync(FIXTURES)
      .filter((file) => file.startsWith('webhook-'))
      .map((file) => file.replace('.json', ''));
    const mutation = fc.record({
      name: fc.constantFrom(...names),
      path: fc.array(fc.nat(30), { minLength: 1, maxLength: 8 }),
      value: fc.jsonValue(),
    });
    fc.assert(
      fc.property(mutation, ({ name, path, value }) => {
        const body = fixture(name);
        let at: Json = body;
        for (const step of path.slice(0, -1)) {
          const next: unknown = Object.values(at)[step % Math.max(1, Object.keys(at).length)];
          if (typeof next === 'object' && next !== null) at = next as Json;
        }
        const keys = Object.keys(at);
        at[keys[(path.at(-1) ?? 0) % Math.max(1, keys.length)] ?? 'topic'] = value;
        const parsed = parse(body);
        if (!parsed) return;
        expect(parsed.conversationId ?? 'null').toMatch(/^[\w-]{1,64}$/);
        expect(Number.isFinite(parsed.stateAt)).toBe(true);
        expect(typeof (parsed.contact?.externalId ?? '')).toBe('string');
      }),
      { numRuns: 500 },
    );
  });
});
