import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isSignedByIntercom } from './signature';

const FIXTURES = join(__dirname, '../../../../test/fixtures/intercom');
const { client_secret: secret, files } = JSON.parse(readFileSync(join(FIXTURES, 'signatures.json'), 'utf8')) as {
  client_secret: string;
  files: Record<string, string>;
};
const raw = Buffer.from('{"topic":"ping"}');
const hmac = (algorithm: string, key = secret) =>
  `${algorithm}=${createHmac(algorithm, key).update(raw).digest('hex')}`;

describe('isSignedByIntercom', () => {
  it.each(Object.entries(files))('accepts the recorded SHA-1 of %s, and not of one byte more', (file, signature) => {
    const bytes = readFileSync(join(FIXTURES, file));
    const headers = { 'x-hub-signature': signature };
    expect(isSignedByIntercom(bytes, headers, secret)).toBe(true);
    expect(isSignedByIntercom(Buffer.concat([bytes, Buffer.from(' ')]), headers, secret)).toBe(false);
    expect(isSignedByIntercom(bytes, headers, `${secret}x`)).toBe(false);
  });

  it('accepts the SHA-256 that the recipe names', () => {
    expect(isSignedByIntercom(raw, { 'x-hub-signature-256': hmac('sha256') }, secret)).toBe(true);
    expect(
      isSignedByIntercom(
        raw,
        { 'x-hub-signature-256': hmac('sha256').toUpperCase().replace('SHA256', 'sha256') },
        secret,
      ),
    ).toBe(true);
  });

  it.each(['', 'sha256=', 'nonsense', hmac('sha256', 'other'), hmac('sha1')])(
    'lets a present SHA-256 header decide alone: %j',
    (wrong) => {
      expect(isSignedByIntercom(raw, { 'x-hub-signature-256': wrong, 'x-hub-signature': hmac('sha1') }, secret)).toBe(
        false,
      );
    },
  );

  it.each([
    {},
    { 'x-hub-signature': '' },
    { 'x-hub-signature': hmac('sha1').slice(5) },
    { 'x-hub-signature': `${hmac('sha1')}00` },
    { 'x-hub-signature': hmac('sha1').replace(/..$/, 'zz') },
    { 'x-hub-signature': hmac('sha256') },
    { 'x-hub-signature': `${hmac('sha1')}, ${hmac('sha1')}` },
  ])('refuses %j', (headers) => expect(isSignedByIntercom(raw, headers, secret)).toBe(false));

  it('refuses a request without a body', () => {
    expect(isSignedByIntercom(Buffer.alloc(0), { 'x-hub-signature': hmac('sha1') }, secret)).toBe(false);
  });
});
