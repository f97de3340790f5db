import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';

type Algorithm = 'sha1' | 'sha256';

/** Which of two secrets signed: while one is being changed, both are good. */
export type Signer = 'present' | 'previous';

/** Both are compared, so that the time says nothing about which was right. `previous`: undefined while nothing is being changed. */
export function signerOf(
  secrets: Record<Signer, string | undefined>,
  isSignedBy: (secret: string) => boolean,
): Signer | null {
  const [present, previous] = [secrets.present, secrets.previous].map(
    (secret) => secret !== undefined && isSignedBy(secret),
  );
  return present ? 'present' : previous ? 'previous' : null;
}

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
export function isSignedByIntercom(raw: Buffer, headers: IncomingHttpHeaders, clientSecret: string): boolean {
  const sha256 = one(headers['x-hub-signature-256']);
  if (sha256 !== undefined) return isSigned('sha256', sha256, raw, clientSecret);
  return isSigned('sha1', one(headers['x-hub-signature']) ?? '', raw, clientSecret);
}

/** Whether Intercom signed exactly these bytes for a canvas (X-Body-Signature: the bare hexadecimal SHA-256). */
export function isSignedForCanvas(raw: Buffer, headers: IncomingHttpHeaders, clientSecret: string): boolean {
  return isSigned('sha256', `sha256=${one(headers['x-body-signature']) ?? ''}`, raw, clientSecret);
}

/** Whether Autoplay's connector signed exactly these bytes (X-Connector-Signature, SHA-256). */
export function isSignedByConnector(raw: Buffer, headers: IncomingHttpHeaders, pushSecret: string): boolean {
  return isSigned('sha256', one(headers['x-connector-signature']) ?? '', raw, pushSecret);
}
