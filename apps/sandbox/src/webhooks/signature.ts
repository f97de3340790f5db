import { createHmac } from 'node:crypto';

/** The signature headers over exactly these bytes. Intercom sends sha1; the recipe's reader looks for the 256 header. */
export function signatureHeaders(
  body: string,
  secret: string,
  which: 'sha1' | 'sha256' | 'both',
): Record<string, string> {
  const hmac = (algorithm: string) => `${algorithm}=${createHmac(algorithm, secret).update(body).digest('hex')}`;
  return {
    ...(which === 'sha256' ? {} : { 'X-Hub-Signature': hmac('sha1') }),
    ...(which === 'sha1' ? {} : { 'X-Hub-Signature-256': hmac('sha256') }),
  };
}
