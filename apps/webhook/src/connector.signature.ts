import type { IncomingHttpHeaders } from 'node:http';
import { headerOf, isSigned } from '@app/desk';

/** Whether Autoplay's connector signed exactly these bytes (X-Connector-Signature, SHA-256). */
export function isSignedByConnector(raw: Buffer, headers: IncomingHttpHeaders, pushSecret: string): boolean {
  return isSigned('sha256', headerOf(headers, 'x-connector-signature'), raw, pushSecret);
}
