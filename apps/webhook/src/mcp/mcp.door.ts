import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { BadRequestException, Injectable, type NestMiddleware } from '@nestjs/common';
import type { Request as HttpRequest, Response as HttpResponse } from 'express';
import { MOST_BYTES, parseJson, readBody } from '../raw.body';
import { McpTool } from './mcp.tool';

/** `/mcp`: MCP over streamable HTTP, one message a request. Comes after the checks of origin, key and rate. */
@Injectable()
export class McpDoor implements NestMiddleware<HttpRequest, HttpResponse> {
  constructor(private readonly tool: McpTool) {}

  async use(request: HttpRequest, response: HttpResponse): Promise<void> {
    const posted = request.method === 'POST';
    const message = posted ? parseJson(await readBody(request, MOST_BYTES.mcp)) : undefined;
    // A batch would ask many times and be counted once.
    if (posted && (typeof message !== 'object' || message === null || Array.isArray(message)))
      throw new BadRequestException('the body is not one message');
    const left = new AbortController();
    response.once('close', () => left.abort());
    await send(await this.tool.answer(asFetch(request, left.signal), message), response);
  }
}

/** Without its key, and without its body, which is read. */
function asFetch({ method, headers }: HttpRequest, signal: AbortSignal): Request {
  const kept = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && /^(?:accept|content-type|mcp-.+)$/.test(name) ? [[name, value]] : [],
  );
  return new Request('http://localhost/mcp', { method, headers: kept, signal });
}

async function send(answer: Response, response: HttpResponse): Promise<void> {
  response.status(answer.status).setHeaders(answer.headers).setHeader('Cache-Control', 'no-store');
  if (!answer.body) return void response.end();
  try {
    await pipeline(Readable.fromWeb(answer.body), response);
  } catch {
    // Who asked is gone: there is nobody to tell.
    response.destroy();
  }
}
