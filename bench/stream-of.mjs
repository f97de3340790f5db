/** Autoplay's stream, as a server: who reads it gets what is sent. */
import { once } from 'node:events';
import { createServer } from 'node:http';

export class StreamOf {
  #readers = new Set();
  #server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.flushHeaders();
    this.#readers.add(response);
    response.once('close', () => this.#readers.delete(response));
  });

  async start() {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    this.url = `http://127.0.0.1:${this.#server.address().port}/stream/bench`;
    return this;
  }

  get readers() {
    return this.#readers.size;
  }

  /** @param {object[]} payloads all in one piece, as a busy second brings them */
  send(payloads) {
    const frames = payloads.map((payload) => `data: ${JSON.stringify(payload)}\n\n`).join('');
    for (const reader of this.#readers) reader.write(frames);
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
