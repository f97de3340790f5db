import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Notification, parseNotification } from './notification.parser';
import { isSignedByIntercom } from './signature';

const RUNS = { numRuns: 1000, endOnFailure: true };
const FIXTURES = join(__dirname, '../../../../test/fixtures/intercom');
const RECORDED = readdirSync(FIXTURES)
  .filter((file) => file.startsWith('webhook-'))
  .map((file) => readFileSync(join(FIXTURES, file), 'utf8'));
const SECRET = 'a-client-secret';

/** What the store and the log are given. */
function expectWithinBounds(read: Notification | null): void {
  if (read === null) return;
  expect(read.topic.length).toBeGreaterThan(0);
  expect(read.topic.length).toBeLessThanOrEqual(100);
  expect((read.id ?? 'x').length).toBeLessThanOrEqual(200);
  expect(read.id).not.toBe('');
  expect(read.appId.length).toBeLessThanOrEqual(256);
  expect(read.conversationId ?? 'x').toMatch(/^[\w-]{1,64}$/);
  expect([null, 'open', 'closed', 'snoozed']).toContain(read.state);
  expect(Number.isFinite(read.stateAt) && read.stateAt >= 0).toBe(true);
  expect(Number.isFinite(read.createdAt) && read.createdAt >= 0).toBe(true);
  expect((read.sessionAttribute ?? 'x').length).toBeLessThanOrEqual(256);
  if (read.contact === null) return;
  expect(read.contact.id).toMatch(/^[\w-]{1,64}$/);
  expect(read.contact.externalId.length).toBeLessThanOrEqual(256);
  expect(read.contact.email.length).toBeLessThanOrEqual(320);
}

const edit = fc.tuple(
  fc.nat(),
  fc.nat(12),
  fc.constantFrom(
    '',
    '"',
    '{',
    '}',
    '[',
    ']',
    ',',
    '\\',
    'null',
    '-1',
    '1e999',
    'true',
    '"__proto__":',
    '\u0000',
    '"lead"',
    '😀',
  ),
);
const distorted = fc
  .tuple(fc.constantFrom(...RECORDED), fc.array(edit, { minLength: 1, maxLength: 5 }))
  .map(([text, edits]) =>
    edits.reduce((json, [at, cut, put]) => {
      const place = at % (json.length + 1);
      return json.slice(0, place) + put + json.slice(place + cut);
    }, text),
  );

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Replaces every value that `pick` chooses, wherever it stands. */
function replaced(value: unknown, pick: () => boolean, by: unknown): unknown {
  if (pick()) return by;
  if (Array.isArray(value)) return value.map((one) => replaced(one, pick, by));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, replaced(one, pick, by)]));
}

describe('notifications', () => {
  it('of any value are read without a throw, into bounds', () => {
    fc.assert(
      fc.property(
        fc.anything({ withBigInt: true, withDate: true, withNullPrototype: true }),
        fc.string(),
        (value, name) => expectWithinBounds(parseNotification(value, name)),
      ),
      RUNS,
    );
  });

  it('that were recorded and then distorted, byte by byte, are read without a throw, into bounds', () => {
    fc.assert(
      fc.property(distorted, (text) => expectWithinBounds(parseNotification(jsonOf(text), 'posthog_session_id'))),
      RUNS,
    );
  });

  it('with anything in any place are read without a throw, into bounds', () => {
    const by = fc.oneof(
      fc.jsonValue({ maxDepth: 2 }),
      fc.constantFrom('x'.repeat(100_000), '\u0000', '../me', '{}', -1, 1e300),
    );
    fc.assert(
      fc.property(fc.constantFrom(...RECORDED), by, fc.infiniteStream(fc.nat(20)), (text, value, dice) => {
        const changed = replaced(jsonOf(text), () => dice.next().value === 0, value);
        expectWithinBounds(parseNotification(changed, 'posthog_session_id'));
      }),
      RUNS,
    );
  });

  it('never make an identity of the id that Intercom invents for a lead', () => {
    const lead = jsonOf(readFileSync(join(FIXTURES, 'webhook-conversation-user-created.lead.json'), 'utf8')) as {
      data: { item: { contacts: { contacts: { external_id: unknown }[] } } };
    };
    fc.assert(
      fc.property(
        fc.string(),
        fc.constantFrom('conversation.user.created', 'conversation.user.replied'),
        (id, topic) => {
          const body = structuredClone({ ...lead, topic });
          for (const contact of body.data.item.contacts.contacts) contact.external_id = id;
          expect(parseNotification(body, 'x')?.contact?.externalId ?? '').toBe('');
        },
      ),
      RUNS,
    );
  });
});

describe('signatures', () => {
  const hex = (algorithm: string, body: Buffer, secret: string) =>
    `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
  const body = fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes));
  const header = fc.oneof(
    fc.constant(undefined),
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.array(fc.string(), { maxLength: 3 }),
    fc.string().map((rest) => `sha1=${rest}`),
    fc.string().map((rest) => `sha256=${rest}`),
  );

  it('of any text are compared without a throw, and no other than the right one is believed', () => {
    fc.assert(
      fc.property(body, header, header, (raw, one, two) => {
        const headers = {
          'x-hub-signature': one as string,
          'x-hub-signature-256': two as string,
        };
        expect(isSignedByIntercom(raw, headers, SECRET)).toBe(false);
      }),
      RUNS,
    );
  });

  it('hold for exactly these bytes and this secret', () => {
    fc.assert(
      fc.property(body, fc.nat(), fc.integer({ min: 1, max: 255 }), (raw, at, flip) => {
        const headers = { 'x-hub-signature': hex('sha1', raw, SECRET) };
        expect(isSignedByIntercom(raw, headers, SECRET)).toBe(true);
        expect(isSignedByIntercom(raw, headers, `${SECRET} `)).toBe(false);
        const changed = raw.length > 0 ? Buffer.from(raw) : Buffer.of(0);
        changed[at % changed.length]! ^= flip;
        expect(isSignedByIntercom(changed, headers, SECRET)).toBe(false);
      }),
      RUNS,
    );
  });
});
