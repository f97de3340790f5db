import { FrameLimit } from './frame.limit';

const MOST = 40;

/** What comes out of `text` cut into chunks of `size`, and how many frames were too long. */
async function through(text: string, size = text.length) {
  let tooLong = 0;
  const limit = new FrameLimit(MOST, () => tooLong++);
  const writer = limit.writable.getWriter();
  const bytes = Buffer.from(text);
  const writing = (async () => {
    for (let at = 0; at < bytes.length; at += size) await writer.write(bytes.subarray(at, at + size));
    await writer.close();
  })();
  const chunks: Uint8Array[] = [];
  for await (const chunk of limit.readable) chunks.push(chunk as Uint8Array);
  await writing;
  return { out: Buffer.concat(chunks).toString(), tooLong };
}

const long = `data: ${'x'.repeat(MOST)}`;

describe.each(['\n', '\r\n', '\r'])('frames whose lines end in %j', (end) => {
  const frame = (...lines: string[]) => lines.map((line) => line + end).join('') + end;

  it.each([1, 2, 7, 1000])('go through as they are, in chunks of %i', async (size) => {
    const text = frame('data: one') + frame('event: heartbeat', 'data: ') + frame(': a comment') + frame('data: ü');
    const { out, tooLong } = await through(text, size);
    // The second half of a CRLF comes with what follows it.
    expect([out.trimEnd(), tooLong]).toEqual([text.trimEnd(), 0]);
  });

  it.each([1, 2, 7, 1000])(
    'are left out where they are too long, and the next ones come, in chunks of %i',
    async (size) => {
      const lines = Array.from({ length: 9 }, () => 'data: nine');
      const text = frame('data: one') + frame(long) + frame('data: two') + frame(...lines) + frame('data: three');
      const { out, tooLong } = await through(text, size);
      expect(tooLong).toBe(2);
      expect(out.split(/[\r\n]+/).filter(Boolean)).toEqual(['data: one', 'data: two', 'data: three']);
    },
  );
});

it('a frame of exactly the limit goes through, and one byte more does not', async () => {
  const text = (length: number) => `data: ${'x'.repeat(length - 8)}\n\n`;
  expect(await through(text(MOST))).toEqual({ out: text(MOST), tooLong: 0 });
  expect(await through(text(MOST + 1))).toEqual({ out: '', tooLong: 1 });
});
