import { FrameBuffer } from './frame.buffer';

describe('FrameBuffer', () => {
  it('gives frames in the order in which they came, in bounded batches', () => {
    const buffer = new FrameBuffer(1000);
    for (let i = 0; i < 250; i++) buffer.push(String(i));
    const taken = [buffer.take(100, 1e6), buffer.take(100, 1e6)];
    buffer.push('250');
    taken.push(buffer.take(100, 1e6));
    expect(taken.map((batch) => batch.length)).toEqual([100, 100, 51]);
    expect(taken.flat()).toEqual(Array.from({ length: 251 }, (_, i) => String(i)));
    expect(buffer.size).toBe(0);
    expect(buffer.take(1, 1)).toEqual([]);
  });

  it('refuses the newest when it is full of frames, and takes some again once there is room', () => {
    const buffer = new FrameBuffer(2);
    expect(['a', 'b', 'c'].map((frame) => buffer.push(frame))).toEqual([true, true, false]);
    expect(buffer.take(1, 10)).toEqual(['a']);
    expect(buffer.push('d')).toBe(true);
    expect(buffer.take(9, 10)).toEqual(['b', 'd']);
  });

  it('is bounded in characters too', () => {
    const buffer = new FrameBuffer(100, 10);
    expect(buffer.push('x'.repeat(8))).toBe(true);
    expect(buffer.push('yyy')).toBe(false);
    buffer.take(1, 100);
    expect(buffer.push('yyy')).toBe(true);
  });

  it('ends a batch before it gets too long, but never gives none', () => {
    const buffer = new FrameBuffer(100);
    for (const frame of ['x'.repeat(50), 'a', 'b', 'y'.repeat(50)]) buffer.push(frame);
    expect([1, 2, 3].map(() => buffer.take(10, 10).map((f) => f.length))).toEqual([[50], [1, 1], [50]]);
  });
});
