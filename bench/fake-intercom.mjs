/**
 * A child process that answers as Intercom and the LLM do, after a fixed time, without limits. Tells its parent `{port}` once, then how
 * many calls and what notes came in: `{calls, notes: [[number of the last action, its actions, arrived, answered]...]}`, times in Unix
 * ms with fractions. Told `{broken: true}` it answers 503 and takes nothing, until `{broken: false}`.
 *
 * HTTP/1.1 by hand, as far as the service speaks it (one request at a time, with its length): the other side shares the cores with
 * what is measured, and Node's own server would take as much of them as a third of Redis.
 */
import { createServer } from 'node:net';

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

const OUT_OF_ORDER = '{"type":"error.list","errors":[{"code":"service_unavailable","message":"out of order"}]}';

let parts = 0;
let notes = [];
let calls = 0;
let broken = false;

/** The note's text goes back as it came: a JSON string, the last value of what the service sends. */
function noteAnswer(path, body) {
  const html = body.slice(body.indexOf('"body":"') + '"body":'.length, -1);
  return {
    numbers: Array.from(html.matchAll(NUMBERS), ([, number]) => Number(number)),
    text:
      `{"type":"conversation","id":"${path.split('/')[2]}","state":"open","conversation_parts":{"total_count":1,"conversation_parts":` +
      `[{"type":"conversation_part","id":"${++parts}","part_type":"note","created_at":1,"author":{"type":"admin","id":"${adminId}"},"body":${html}}]}}`,
  };
}

function answer(socket, path, body) {
  calls++;
  if (broken) {
    const head = `HTTP/1.1 503 Service Unavailable\r\ncontent-type: application/json\r\ncontent-length: ${OUT_OF_ORDER.length}\r\n\r\n`;
    return setTimeout(() => socket.write(head + OUT_OF_ORDER), latencyMs);
  }
  const arrived = clock();
  const note = path.endsWith('/reply') ? noteAnswer(path, body) : null;
  const text = note ? note.text : path.endsWith('/completions') ? completion : '{"type":"conversation","id":"1"}';
  const head = `HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n`;
  return setTimeout(() => {
    if (note) notes.push([note.numbers.at(-1) ?? -1, note.numbers, arrived, clock()]);
    socket.write(head + text);
  }, latencyMs);
}

const server = createServer({ noDelay: true }, (socket) => {
  let received = Buffer.alloc(0);
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    const head = received.toString('latin1', 0, end);
    const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
    if (received.length < end + 4 + length) return;
    answer(socket, head.split(' ', 2)[1], received.toString('utf8', end + 4, end + 4 + length));
    received = received.subarray(end + 4 + length);
  });
});

setInterval(() => {
  if (calls > 0 || notes.length > 0) process.send({ calls, notes });
  notes = [];
  calls = 0;
}, 20);
process.on('message', (word) => (broken = word.broken));
process.on('disconnect', () => process.exit(0));
server.listen(0, '127.0.0.1', () => process.send({ port: server.address().port }));
