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
export function isSigned(algorithm: Algorithm, given: string, raw: Buffer, secret: string): boolean {
  const expected = createHmac(algorithm, secret).update(raw).digest();
  const hex = given.startsWith(`${algorithm}=`) ? given.slice(algorithm.length + 1) : '';
  if (!/^[0-9a-f]+$/i.test(hex) || hex.length !== expected.length * 2) return false;
  return timingSafeEqual(Buffer.from(hex, 'hex'), expected);
}

/** The header's value; one that was sent several times is none, as one that was not sent. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}
