/** Plays a visit in real time: frames of the connector as they would come, and what the customer writes. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

/** After the last action, until the last note, summary and redaction are there, in seconds. */
const SETTLED_S = 12;

const frame = (visit, session, user, startedAt, { from, n }) => ({
  type: 'actions',
  product_id: 'northwind',
  session_id: session,
  user_id: user,
  email: null,
  count: n,
  forwarded_at: Date.now() / 1000,
  actions: visit.actions.slice(from, from + n).map(({ t, t_end, ...action }) => ({
    ...action,
    timestamp_start: startedAt + t,
    timestamp_end: startedAt + t_end,
  })),
});

/** @param control calls the sandbox: `(path, body) => Promise<object>` */
export async function play(visit, control, speed = 1) {
  const session = randomUUID();
  const user = `visitor-${session.slice(0, 8)}`;
  const { id: contactId } = await control('/contacts', { external_id: user, name: visit.person?.name });
  const events = [
    ...visit.payloads.map((payload) => ({ at: payload.at, payload })),
    ...visit.messages.filter(({ who }) => who === 'user').map(({ at, text }) => ({ at, text })),
  ].sort((a, b) => a.at - b.at);
  const startedAt = Date.now() / 1000;
  const arrivals = [];
  let conversation = null;
  let linkedAt = Infinity;
  for (const { at, payload, text } of events) {
    await wait(Math.max(0, (startedAt + at / speed) * 1000 - Date.now()));
    if (payload) {
      arrivals.push({ ...payload, at: Date.now() });
      await control('/frames', { frame: frame(visit, session, user, startedAt, payload) });
    } else if (conversation) await control(`/conversations/${conversation}/reply`, { body: text });
    else {
      linkedAt = Date.now();
      conversation = (await control('/conversations', { contactId, body: text })).id;
    }
  }
  return { visit, session, conversation, arrivals, linkedAt, settled: wait(SETTLED_S * 1000) };
}
