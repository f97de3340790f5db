/**
 * A child process that answers as Intercom and the LLM do, after a fixed time, without limits. Tells its parent `{port}` once, then what
 * notes came in: `{notes: [[number of the last action, its actions, arrived, answered]...]}`, times in Unix ms with fractions.
 */
import { createServer } from 'node:http';

const [latencyMs, mark, adminId] = [Number(process.argv[2]), process.argv[3], process.argv[4]];
const NUMBERS = new RegExp(`${mark}(\\d+)`, 'g');
const clock = () => performance.timeOrigin + performance.now();
const completion = JSON.stringify({
  id: 'c',
  object: 'chat.completion',
  model: 'bench',
  choices: [
    { index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'The user compared the plans.' } },
  ],
  usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
});

let parts = 0;
let notes = [];

function noteAnswer(path, body) {
  const html = JSON.parse(body).body;
  const part = { type: 'conversation_part', id: String(++parts), part_type: 'note', body: html, created_at: 1 };
  const list = { conversation_parts: [{ ...part, author: { type: 'admin', id: adminId } }], total_count: 1 };
  return {
    numbers: [...html.matchAll(NUMBERS)].map(([, number]) => Number(number)),
    text: JSON.stringify({ type: 'conversation', id: path.split('/')[2], state: 'open', conversation_parts: list }),
  };
}

const server = createServer((request, response) => {
  const arrived = clock();
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url;
    const note = path.endsWith('/reply') ? noteAnswer(path, Buffer.concat(chunks).toString()) : null;
    setTimeout(() => {
      if (note) notes.push([note.numbers.at(-1) ?? -1, note.numbers, arrived, clock()]);
      response.setHeader('content-type', 'application/json');
      response.end(note ? note.text : path.endsWith('/completions') ? completion : '{"type":"conversation","id":"1"}');
    }, latencyMs);
  });
});
server.keepAliveTimeout = 60_000;

setInterval(() => {
  if (notes.length > 0) process.send({ notes });
  notes = [];
}, 20);
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
