import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A real SSE server for specs; `answer` is set by each of them. Streams by default. */
export async function sseServer() {
  const requests: IncomingMessage[] = [];
  const streams = new Set<ServerResponse>();
  const open = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.add(response);
    response.on('close', () => streams.delete(response));
  };
  const sse = {
    url: '',
    requests,
    streams,
    open,
    answer: (response: ServerResponse, _request: IncomingMessage): void => open(response),
    send: (text: string) => streams.forEach((stream) => stream.write(text)),
    frame: (data: string) => sse.send(`data: ${data}\n\n`),
    cut: () => streams.forEach((stream) => stream.destroy()),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  const server = createServer((request, response) => {
    requests.push(request);
    sse.answer(response, request);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  sse.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/stream/product-1`;
  return sse;
}

export async function until(condition: () => boolean, what = 'the condition'): Promise<void> {
  for (const end = Date.now() + 30_000; !condition(); await new Promise((resolve) => setTimeout(resolve, 2))) {
    if (Date.now() > end) throw new Error(`waited for ${what} in vain`);
  }
}
