/** Keeps the fake Intercom, and account of what arrived there. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { MARK } from './payloads.mjs';

export const API_LATENCY_MS = 50;
export const ADMIN_ID = '7';
const GIVE_UP_MS = 20_000;

export class OtherSide {
  /** Each `[number of the last action, numbers of all, arrived, answered]`; summaries hold no action. */
  notes = [];
  seen = new Set();
  doubled = 0;
  /** Requests of any kind. */
  calls = 0;

  static async start() {
    const other = new OtherSide();
    other.child = fork(new URL('fake-intercom.mjs', import.meta.url), [API_LATENCY_MS, MARK, ADMIN_ID].map(String));
    const [{ port }] = await once(other.child, 'message');
    other.url = `http://127.0.0.1:${port}`;
    other.child.on('message', ({ calls, notes }) => {
      other.calls += calls;
      notes.forEach((note) => other.take(note));
    });
    return other;
  }

  take(note) {
    if (note[1].length > 0) this.notes.push(note);
    for (const number of note[1]) {
      if (this.seen.has(number)) this.doubled++;
      this.seen.add(number);
    }
  }

  forget() {
    this.notes = [];
    this.seen = new Set();
    this.doubled = 0;
  }

  /** Resolves once `actions` different ones have arrived, or nothing has for long; what is missing then is lost. */
  async received(actions) {
    let last = -1;
    let moved = Date.now();
    while (this.seen.size < actions && Date.now() - moved < GIVE_UP_MS) {
      if (this.seen.size !== last) moved = Date.now();
      last = this.seen.size;
      await wait(5);
    }
  }

  /** Every request is answered by 503, until it is repaired. */
  breakDown() {
    this.child.send({ broken: true });
  }

  repair() {
    this.child.send({ broken: false });
  }

  stop() {
    this.child.disconnect();
  }
}
