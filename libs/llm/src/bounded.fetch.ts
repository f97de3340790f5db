/** The body of an answer was longer than any answer of ours can be. */
export class BodyTooLong extends Error {
  override readonly name = 'BodyTooLong';

  constructor(limit: number) {
    super(`the body is longer than ${limit} bytes`);
  }
}

/** Passes so many bytes, unpacked, and fails at the next one. */
function bounded(limit: number): TransformStream<Uint8Array, Uint8Array> {
  let left = limit;
  return new TransformStream({
    transform(chunk, controller) {
      left -= chunk.byteLength;
      if (left < 0) controller.error(new BodyTooLong(limit));
      else controller.enqueue(chunk);
    },
  });
}

/** `fetch` whose bodies end with `BodyTooLong` after `limit` bytes; the connection is given up then, so an endless answer costs no more. */
export function boundedFetch(limit: number): typeof fetch {
  return async (input, init) => {
    const response = await fetch(input, init);
    if (!response.body) return response;
    const { status, statusText, headers } = response;
    return new Response(response.body.pipeThrough(bounded(limit)), { status, statusText, headers });
  };
}
