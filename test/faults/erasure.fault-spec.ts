import { resolve } from 'node:path';
import { sessionKeyOf, userKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { everything } from '../support/everything';
import { newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';
import { LONG } from './length';

const CRASHING = resolve(__dirname, 'crashing-service.js');
const SESSIONS = 3;
/** Each costs the turn that the dead writer held, 12 s: two of them tell enough day by day. */
const POINTS = ['erasure-removed', 'erasure-owed', ...(LONG ? ['erasure-noted', 'erasure-ends'] : [])];

interface Call {
  operation: string;
  status: number | null;
  conversationId: string | null;
}

describe('the erasure of a killed writer', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ roles: ['webhook,stream'], environment: { DEBOUNCE_MS: '20' } });
  });
  afterAll(() => stage?.close());

  const leftOf = async (traces: string[]) =>
    (await everything(stage.redis.client, stage.redis.prefix)).filter(({ text }) =>
      traces.some((trace) => text.includes(trace)),
    );

  /** Somebody with three linked sessions, each with a note in Intercom. */
  async function person(mark: string) {
    const user = `user-${mark}`;
    const { id: contact } = await stage.other.contact({ external_id: user });
    const sessions = Array.from({ length: SESSIONS }, () => newSession());
    const keys = sessions.map((session) => sessionKeyOf(SANDBOX_CREDENTIALS.productId, session));
    const conversations: string[] = [];
    for (const session of sessions) {
      const conversation = await stage.other.writes(contact, { custom_attributes: { posthog_session_id: session } });
      await until('linked', () => stage.redis.sessionsOf(conversation));
      await stage.other.clicks(session, [`text-${mark}`], { user_id: user });
      conversations.push(conversation);
    }
    for (const key of keys)
      await until('the note is recorded', () => stage.redis.client.hget(`${stage.redis.prefix}:s:${key}`, 'lpart'));
    return { contact, conversations, traces: [mark, contact, ...sessions, ...keys, userKeyOf(user)] };
  }

  it.each(POINTS)(
    'cut off at "%s" goes on in another one: nothing is left, every note is redacted once',
    async (point) => {
      const writers: Service[] = [];
      const start = async (traps: string) => {
        const environment = { ...stage.environment, FAULT_TRAPS: traps };
        const writer = await Service.start({ environment, roles: 'writer', main: CRASHING });
        writers.push(writer);
        await writer.untilReady();
        return writer;
      };
      try {
        // In the middle of three sessions, or at the first of what comes once.
        const first = await start(`${point}:SIGKILL:${point === 'erasure-removed' ? 2 : 1}`);
        const { contact, conversations, traces } = await person(point);
        expect(await leftOf(traces)).not.toEqual([]);
        await stage.other.control('DELETE', `/contacts/${contact}`);
        await until('the writer is dead', () => first.child.signalCode === 'SIGKILL');
        await start('');
        await until('nothing is left', async () => (await leftOf(traces)).length === 0, { everyMs: 250 });
        for (const conversation of conversations) {
          const notes = await stage.other.notes(conversation);
          expect(notes.map((note) => note.redacted)).toEqual([true]);
        }
        const { calls } = await stage.other.state<{ calls: Call[] }>('intercom');
        const redactions = calls.filter(
          (call) => call.operation === 'redact' && conversations.includes(call.conversationId ?? ''),
        );
        expect(redactions.filter(({ status }) => status === 200)).toHaveLength(SESSIONS);
      } finally {
        await Promise.all(writers.map((writer) => writer.stop('SIGKILL')));
      }
    },
    120_000,
  );
});
