import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { isSignedByConnector } from './connector.signature';

const secret = 'a-push-secret';
const raw = Buffer.from('{"type":"actions"}');
const hmac = (algorithm: string, body = raw) =>
  `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;

describe('isSignedByConnector', () => {
  it('accepts its own header and algorithm only', () => {
    expect(isSignedByConnector(raw, { 'x-connector-signature': hmac('sha256') }, secret)).toBe(true);
    expect(isSignedByConnector(raw, { 'x-connector-signature': hmac('sha1') }, secret)).toBe(false);
    expect(isSignedByConnector(raw, { 'x-hub-signature-256': hmac('sha256') }, secret)).toBe(false);
    expect(isSignedByConnector(raw, {}, secret)).toBe(false);
    expect(isSignedByConnector(Buffer.alloc(0), { 'x-connector-signature': hmac('sha256') }, secret)).toBe(false);
  });

  it('compares any text without a throw, and believes none but the right one', () => {
    const header = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.array(fc.string(), { maxLength: 3 }));
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), header, (bytes, given) => {
        const body = Buffer.from(bytes);
        expect(isSignedByConnector(body, { 'x-connector-signature': given as string }, secret)).toBe(false);
        expect(isSignedByConnector(body, { 'x-connector-signature': hmac('sha256', body) }, secret)).toBe(true);
      }),
      { numRuns: 1000, endOnFailure: true },
    );
  });
});
