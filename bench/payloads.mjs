/** What is sent: payloads whose job holds about 1.5 KB, three actions each; every action can be told from all others. */
import { lib } from './built.mjs';

export const PRODUCT = 'bench';
export const ACTIONS_PER_PAYLOAD = 3;
const FILLER = 'and looked at the details of what the page shows, scrolled to its end and back, opened the side panel';
const { parseFrame } = lib('admission');
const mask = new (lib('masks').Mask)();

/** The number of an action stands in its text behind this mark. */
export const MARK = '@@';

function frame(session, number, userId) {
  const now = Date.now() / 1000;
  const actions = Array.from({ length: ACTIONS_PER_PAYLOAD }, (_, index) => ({
    index,
    type: 'click',
    title: 'Click',
    description: `User clicked a button on the pricing page ${FILLER} ${MARK}${number * ACTIONS_PER_PAYLOAD + index} `,
    timestamp_start: now + index / 1000,
    timestamp_end: now + index / 1000,
    raw_url: `https://shop.example/pricing?visit=${number}`,
    canonical_url: `https://shop.example/pricing/${'compare-all-plans-and-options-'.repeat(5)}`,
  }));
  const ids = { product_id: PRODUCT, session_id: session, user_id: userId, email: userId && `${userId}@shop.example` };
  return JSON.stringify({ type: 'actions', ...ids, count: actions.length, forwarded_at: now, actions });
}

/**
 * `count` payloads in the order in which they are sent, each as the stream role hands it to admission. `perSession` of them belong to
 * one session; `abreast` sessions take turns. `known`: their users are, by id and e-mail.
 */
export function payloads({ count, perSession, abreast, run, known = false }) {
  const events = [];
  for (let session = 0; events.length < count; session += abreast) {
    for (let round = 0; round < perSession; round++) {
      for (let i = 0; i < abreast && events.length < count; i++) {
        const name = `session-${run}-${session + i}`;
        events.push(parseFrame(frame(name, events.length, known ? `user-${name}` : null), PRODUCT, mask));
      }
    }
  }
  return events;
}

/** Microseconds that reading one frame takes (JSON, masking, event id): the stream role does it, outside of what is measured. */
export function readingCost(frames = 2000) {
  const raws = Array.from({ length: frames }, (_, i) => frame('session', i, null));
  const from = performance.now();
  for (const raw of raws) parseFrame(raw, PRODUCT, mask);
  return ((performance.now() - from) * 1000) / frames;
}
