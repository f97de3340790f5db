import type { IncomingHttpHeaders } from 'node:http';
import { headerOf, isSigned } from '@app/desk';

/**
 * Whether Intercom signed exactly these bytes. Autoplay's recipe names X-Hub-Signature-256, Intercom sends X-Hub-Signature (SHA-1):
 * where the former is present it decides alone, so that a right SHA-1 does not rescue a wrong SHA-256.
 */
export function isSignedByIntercom(raw: Buffer, headers: IncomingHttpHeaders, clientSecret: string): boolean {
  if (headers['x-hub-signature-256'] !== undefined)
    return isSigned('sha256', headerOf(headers, 'x-hub-signature-256'), raw, clientSecret);
  return isSigned('sha1', headerOf(headers, 'x-hub-signature'), raw, clientSecret);
}

/** Whether Intercom signed exactly these bytes for a canvas (X-Body-Signature: the bare hexadecimal SHA-256). */
export function isSignedForCanvas(raw: Buffer, headers: IncomingHttpHeaders, clientSecret: string): boolean {
  return isSigned('sha256', `sha256=${headerOf(headers, 'x-body-signature')}`, raw, clientSecret);
}
