import { type Check, type Finding, failure, ok, whyOf } from './check';

const FIXES: Record<number, readonly [string, string]> = {
  400: [
    'Autoplay does not stream this product (400)',
    'switch the product to stream mode in Autoplay, or use push mode',
  ],
  401: ['Autoplay refuses the token (401)', 'check AUTOPLAY_API_TOKEN'],
  403: [
    'Autoplay does not let this token read the product (403)',
    'check that AUTOPLAY_API_TOKEN and AUTOPLAY_STREAM_URL belong together',
  ],
  404: ['Autoplay does not know the product (404)', 'check AUTOPLAY_STREAM_URL: it ends in the product id'],
};

/** Heartbeats come every 30 s: an open stream is well, also when it says nothing for as long as a person likes to wait. */
const LISTEN_MS = 1_000;

export const streamCheck: Check = {
  names: ['stream'],
  needs: ['AUTOPLAY_STREAM_URL', 'AUTOPLAY_API_TOKEN'],
  withinMs: 10_000,
  async run({ AUTOPLAY_STREAM_URL: url, AUTOPLAY_API_TOKEN: token }, signal) {
    const headers = { Accept: 'text/event-stream', Authorization: `Bearer ${token}` };
    try {
      const response = await fetch(url, { headers, signal });
      if (!response.ok) return [refused(response.status)];
      const type = response.headers.get('content-type') ?? 'nothing';
      if (!type.includes('text/event-stream') || !response.body)
        return [failure(`answers ${type.split(';')[0]}, which is no stream`, 'check AUTOPLAY_STREAM_URL')];
      return [await listen(response.body)];
    } catch (error) {
      return [failure(`cannot be reached: ${whyOf(error)}`, 'check AUTOPLAY_STREAM_URL, and the way there')];
    }
  },
};

function refused(status: number): Finding {
  const [message, fix] = FIXES[status] ?? [`Autoplay answers ${status}`, 'try again later; if it stays, ask Autoplay'];
  return failure(message, fix);
}

async function listen(body: ReadableStream<Uint8Array>): Promise<Finding> {
  const reader = body.getReader();
  let timer: NodeJS.Timeout | undefined;
  const quiet = new Promise<'quiet'>((resolve) => (timer = setTimeout(resolve, LISTEN_MS, 'quiet')));
  const first = await Promise.race([reader.read(), quiet]);
  clearTimeout(timer);
  void reader.cancel().catch(() => undefined);
  if (first === 'quiet') return ok('connected, no event yet (heartbeats come every 30 s)');
  if (first.done) return failure('Autoplay ended the stream at once', 'try again; if it stays, ask Autoplay');
  return ok(
    new TextDecoder().decode(first.value).includes('heartbeat') ? 'connected, heartbeat received' : 'connected',
  );
}
