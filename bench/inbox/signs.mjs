/** How long the first sign of trouble of a span is on its way to a reader, from the arrival of its payload. */
import { setTimeout as wait } from 'node:timers/promises';
import { lib } from '../built.mjs';

const { readDeed } = lib('wording');
const { isOfError, SIGNAL_CONTEXT, signalsOf } = lib('signals');

/**
 * Payloads that bring a signal while none came in the last `everyS` seconds of the visit, or an error while no error did: which one, and
 * what its action was done to.
 * @param {number} from first payload that comes after the link
 */
export function firstSigns({ payloads, actions }, from, everyS) {
  const all = actions.map(({ type, description: text, t: ts, canonical_url: url }) => ({ type, text, ts, url }));
  const found = [];
  let [last, lastError] = [-Infinity, -Infinity];
  for (const [n, payload] of payloads.entries()) {
    if (n < from) continue;
    const start = Math.max(0, payload.from - SIGNAL_CONTEXT);
    const seen = all.slice(start, payload.from + payload.n);
    // A silence is told by a clock, not by a payload.
    const signs = signalsOf(seen, { since: payload.from - start }).filter(({ kind }) => kind !== 'silence_after_error');
    const error = payload.at - lastError >= everyS ? signs.find(isOfError) : undefined;
    const sign = error ?? (payload.at - last >= everyS ? signs[0] : undefined);
    if (!sign) continue;
    last = payload.at;
    if (error) lastError = payload.at;
    found.push({ payload: n, kind: sign.kind, label: readDeed(seen[sign.to]).label });
  }
  return found;
}

/** Follows the sandbox's notes as they are posted. `notes` grows; `end` ends it. */
export async function follow(url) {
  const ended = new AbortController();
  const response = await fetch(`${url}/control/events`, { signal: ended.signal });
  const notes = [];
  const hear = (event) => {
    if (!event.startsWith('event: part')) return;
    const { conversationId, part } = JSON.parse(/^data: (.*)$/m.exec(event)[1]);
    if (part.part_type === 'note') notes.push({ conversationId, at: Date.now(), body: part.body ?? '' });
  };
  const reading = (async () => {
    const decoder = new TextDecoder();
    let rest = '';
    for await (const chunk of response.body) {
      const events = (rest + decoder.decode(chunk, { stream: true })).split('\n\n');
      rest = events.pop();
      events.forEach(hear);
    }
  })().catch((error) => {
    if (error.name !== 'AbortError') throw error;
  });
  return { notes, end: () => (ended.abort(), Promise.race([reading, wait(1_000)])) };
}

/** From the arrival of each such payload until a note tells its action, in ms; Infinity where none does. */
export function signWaits({ visit, conversation, arrivals, linkedAt }, notes, everyS, textOf) {
  const from = arrivals.findIndex(({ at }) => at > linkedAt);
  if (from < 0) return [];
  return firstSigns(visit, from, everyS).map(({ payload, kind, label }) => {
    const { at } = arrivals[payload];
    const note = notes.find(
      (one) => one.conversationId === conversation && one.at >= at && textOf(one.body).includes(label),
    );
    return { visit: visit.id, kind, ms: note ? note.at - at : Infinity };
  });
}
