import type { IncomingMessage } from 'node:http';
import { BadRequestException, PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';

/** Most bytes of a body, by route: Intercom's webhooks are some 10 KB, a payload of Autoplay rarely over 100 KB, a link three ids, a canvas a whole conversation, a call of our tool a few names. */
export const MOST_BYTES = {
  webhook: 256 * 1024,
  push: 2 * 1024 * 1024,
  link: 4 * 1024,
  canvas: 2 * 1024 * 1024,
  mcp: 64 * 1024,
} as const;

/**
 * The bytes of a body as they came, which is what a signature is about; nothing looks into them here.
 * Throws 413 at once where the sender names a length over `most`, without reading, and else when it is reached; 415 for a compressed
 * body (no sender has one); 400 for one that breaks off. What comes after that is thrown away as it comes.
 */
export async function readBody(request: IncomingMessage, most: number): Promise<Buffer> {
  const { 'content-encoding': encoding = 'identity', 'content-length': length } = request.headers;
  if (encoding.trim().toLowerCase() !== 'identity')
    throw new UnsupportedMediaTypeException('compressed bodies are not read');
  if (Number(length) > most) throw tooLong(most);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > most) break;
      chunks.push(chunk);
    }
  } catch {
    throw new BadRequestException('the body broke off');
  }
  if (bytes <= most) return Buffer.concat(chunks, bytes);
  request.resume();
  throw tooLong(most);
}

/** A body as JSON. The parser keeps no stack, so that depth is bounded by length alone. Throws 400, without a word of the body. */
export function parseJson(raw: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(raw)) as unknown;
  } catch {
    throw new BadRequestException('the body is not JSON');
  }
}

const tooLong = (most: number) => new PayloadTooLargeException(`the body is longer than ${most} bytes`);
