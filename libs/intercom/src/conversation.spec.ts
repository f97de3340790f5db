import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Fields, fieldsOf } from '@app/conversations';
import fc from 'fast-check';
import { attributeOf, contactOf, conversationSeen, stateOf, writtenAt } from './conversation';

const FIXTURES = join(__dirname, '../../../test/fixtures/intercom');
const fixture = (name: string) => fieldsOf(JSON.parse(readFileSync(join(FIXTURES, `${name}.json`), 'utf8')));
const user = { type: 'user', id: 'p1', email: 'a@b.example' };
const admin = { type: 'admin', id: '7' };
const part = (author: object, created_at: number) => ({ author, created_at });
const item = (parts: object[], more: Fields = {}): Fields => ({
  source: { author: user },
  created_at: 100,
  conversation_parts: { conversation_parts: parts },
  ...more,
});

describe('writtenAt', () => {
  it('is when the first message came, where a person opened the conversation', () => {
    expect(writtenAt(item([]))).toBe(100_000);
  });

  it('is the newest part by a person, whatever team mates wrote later', () => {
    expect(writtenAt(item([part(user, 200), part(admin, 300), part(user, 150)]))).toBe(200_000);
  });

  it('takes the statistics of a search result, which has no parts', () => {
    expect(writtenAt(item([], { statistics: { last_contact_reply_at: 250 } }))).toBe(250_000);
  });

  it('is 0 where only a team mate wrote', () => {
    expect(writtenAt(item([part(admin, 200)], { source: { author: admin } }))).toBe(0);
  });
});

it('reads a conversation as the API shows it', () => {
  const conversation = fixture('conversation-get');
  expect(contactOf(conversation)).toMatchObject({ id: '673f51c2a90b4e6d8f1c7a20', externalId: 'usr_48213' });
  expect(stateOf(conversation)).toBe('open');
  expect(writtenAt(conversation)).toBeGreaterThan(1_700_000_000_000);
});

it('takes no attribute from the prototype', () => {
  expect(attributeOf({ custom_attributes: { a: ' x ' } }, 'a')).toBe('x');
  expect(attributeOf({ custom_attributes: {} }, 'constructor')).toBeNull();
});

it('throws at nothing', () => {
  fc.assert(
    fc.property(fc.anything(), (anything) => {
      const fields = fieldsOf(anything);
      for (const read of [contactOf, stateOf, writtenAt]) read(fields);
      attributeOf(fields, 'a');
      conversationSeen('1', anything, 'a');
    }),
  );
});
