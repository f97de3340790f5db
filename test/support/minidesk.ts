import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeskStage, Trouble } from '../../libs/desk/src/desk.contract';
import { documentedDesk } from './documented.desk';

export const TOKEN = 'minidesk-token';
const HERE = 'T-1';
/** A call is given up after so long. */
const TIMEOUT_MS = 2_000;

/** The help desk of docs/adding-a-desk.md over HTTP, and the adapter of that page to it. */
export async function minidesk(): Promise<DeskStage> {
  const notes = new Map<number, string>();
  let trouble: Trouble | null = null;
  let requests = 0;
  let last = 0;

  const carriedOut = (method: string, number: string, body: string): [status: number, body: string] => {
    if (method === 'DELETE') return notes.delete(Number(number)) ? [204, ''] : [404, ''];
    const { internal, text } = JSON.parse(body) as { internal: boolean; text: string };
    if (!internal || !text) return [422, ''];
    notes.set(++last, text);
    return [201, `{"id":${last}}`];
  };

  const answer = (response: ServerResponse, status: number, body: string) => {
    const now = trouble;
    trouble = null;
    if (now === 'answer-broken') return void response.socket?.resetAndDestroy();
    if (now === 'answer-missing') return;
    response.writeHead(status).end(now === 'answer-garbled' ? '<html>Bad Gateway</html>' : body);
  };

  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      requests++;
      const [, ticket, number = ''] = /^\/tickets\/([^/]+)\/notes(?:\/([^/]+))?$/.exec(request.url ?? '') ?? [];
      if (request.headers.authorization !== `Bearer ${TOKEN}`) return answer(response, 401, '');
      if (trouble && typeof trouble === 'object') return answer(response, trouble.status, '');
      if (ticket !== HERE) return answer(response, 404, '');
      answer(response, ...carriedOut(request.method ?? '', number, body));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const Minidesk = documentedDesk();
  const deskOf = (port: number, token = TOKEN) =>
    new Minidesk({ baseUrl: `http://127.0.0.1:${port}`, token, timeoutMs: TIMEOUT_MS });
  const { port } = server.address() as AddressInfo;
  return {
    desk: deskOf(port),
    stranger: deskOf(port, 'another-token'),
    nowhere: deskOf(await closedPort()),
    ...{ token: TOKEN, here: HERE, gone: 'T-2' },
    notes: () => Promise.resolve([...notes.values()]),
    customerSees: () => Promise.resolve([]),
    next: (what) => Promise.resolve(void (trouble = what)),
    requests: () => Promise.resolve(requests),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
