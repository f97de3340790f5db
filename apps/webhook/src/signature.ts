import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

type Algorithm = 'sha1' | 'sha256';

/** Compares in constant time. `given` is `<algorithm>=<hex HMAC of the raw body>`. */
function isSigned(algorithm: Algorithm, given: string, raw: Buffer, secret: string): boolean {
  const expected = createHmac(algorithm, secret).update(raw).digest();
  const hex = given.startsWith(`${algorithm}=`) ? given.slice(algorithm.length + 1) : '';
  if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== expected.length * 2) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), expected);
}

/** A header that was sent several times is none. */
const one = (value: string | string[] | undefined) => (Array.isArray(value) ? '' : value);

/**
 * Whether Intercom signed exactly these bytes. Autoplay's recipe names X-Hub-Signature-256, Intercom sends X-Hub-Signature (SHA-1):
 * where the former is present it decides alone, so that a right SHA-1 does not rescue a wrong SHA-256.
 */
export function isSignedByIntercom(
  raw: Buffer | undefined,
  headers: IncomingHttpHeaders,
  clientSecret: string,
): boolean {
  if (!raw) return false;
  const sha256 = one(headers['x-hub-signature-256']);
  if (sha256 !== undefined) return isSigned('sha256', sha256, raw, clientSecret);
  return isSigned('sha1', one(headers['x-hub-signature']) ?? '', raw, clientSecret);
}

/** Whether Autoplay's connector signed exactly these bytes (X-Connector-Signature, SHA-256). */
export function isSignedByConnector(
  raw: Buffer | undefined,
  headers: IncomingHttpHeaders,
  pushSecret: string,
): boolean {
  return raw !== undefined && isSigned('sha256', one(headers['x-connector-signature']) ?? '', raw, pushSecret);
}
