import { EventEmitter } from 'node:events';
import type { Response } from 'express';
import { Subscribers } from './subscribers';

/** An answer whose reader has stopped reading: what is written is taken, and more is not wanted. */
class FullResponse extends EventEmitter {
  readonly written: string[] = [];
  readonly socket = { destroy: () => void setImmediate(() => this.emit('close')) };
  full = true;

  write(text: string): boolean {
    this.written.push(text);
    return !this.full;
  }
}

it('keeps 256 events for a reader that does not keep up, and loses what comes after them', () => {
  const subscribers = new Subscribers(() => undefined);
  const [slow, quick] = [new FullResponse(), new FullResponse()];
  quick.full = false;
  for (const res of [slow, quick]) subscribers.join(res as unknown as Response);
  for (let at = 0; at < 300; at += 1) subscribers.publish(String(at));
  expect(slow.written).toHaveLength(1);
  expect(quick.written).toHaveLength(300);
  expect(subscribers.lost).toBe(300 - 1 - 256);
  slow.full = false;
  slow.emit('drain');
  expect(slow.written).toEqual(quick.written.slice(0, 257));
});

it('knows its readers only while they are there', () => {
  const counts: number[] = [];
  const subscribers = new Subscribers((count) => counts.push(count));
  const res = new FullResponse();
  subscribers.join(res as unknown as Response);
  res.emit('close');
  expect(counts).toEqual([1, 0]);
  expect(subscribers.publish('x')).toBe(0);
});

it('has nobody any more from the moment of a cut, before the broken connection is told as closed', async () => {
  const counts: number[] = [];
  const subscribers = new Subscribers((count) => counts.push(count));
  const res = new FullResponse();
  subscribers.join(res as unknown as Response);
  subscribers.cut();
  expect(subscribers.publish('nobody hears it')).toBe(0);
  await new Promise((resolve) => setImmediate(resolve));
  expect(counts).toEqual([1, 0]);
});
