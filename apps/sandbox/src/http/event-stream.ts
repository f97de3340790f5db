import type { Response } from 'express';

/** Turns an answer into an SSE stream that proxies neither buffer nor change. */
export function openEventStream(res: Response): void {
  res.writeHead(200, {
    'Content-Type': 'text/event-stream; charset=utf-8',
    'Cache-Control': 'no-cache, no-transform',
    Connection: 'keep-alive',
    'X-Accel-Buffering': 'no',
  });
  res.flushHeaders();
}

/** One SSE event; `data` may hold line ends. */
export function eventText(data: string, name?: string): string {
  const lines = data.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${name ? `event: ${name}\n` : ''}${lines.join('')}\n`;
}
