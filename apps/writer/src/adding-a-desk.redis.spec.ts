import { Settings } from '@app/config';
import { DeskCalls, type Desk, RateGate } from '@app/desk';
import type { EffectQueues } from '@app/queues';
import type { NoteIntent } from '@app/sessions';
import type { Telemetry } from '@app/telemetry';
import { minidesk } from '../../../test/support/minidesk';
import type { DeskStage, Trouble } from '../../../libs/desk/src/desk.contract';
import { Play } from '../../../libs/sessions/src/session.play.fixture';
import { NoteDelivery } from './note.delivery';
import { NoteText } from './note.text';

const TOLD_NOBODY = { record: () => undefined } as unknown as Telemetry;
const NOBODY_KNOWS = 'it may be in the conversation: this desk cannot be asked for it';

describe('a note at a desk that cannot be asked for it', () => {
  let play: Play;
  let stage: DeskStage;
  const deadLetters: object[] = [];

  beforeEach(async () => {
    play = new Play();
    stage = await minidesk();
    deadLetters.length = 0;
  });
  afterEach(async () => {
    await play.close();
    await stage.close();
  });

  const deliveryTo = (desk: Desk) => {
    const gate = new RateGate(play.redis, play.prefix, { limit: 100, windowMs: 1_000 });
    const effects = { deadLetter: (job: object) => deadLetters.push(job), redact: () => undefined };
    return new NoteDelivery(
      play.sessions.flushes,
      new DeskCalls(desk, gate, TOLD_NOBODY),
      new NoteText(new Settings(), play.sessions.signals),
      effects as unknown as EffectQueues,
      TOLD_NOBODY,
    );
  };
  const { signal } = new AbortController();
  const deliver = (intent: NoteIntent, { owner = 'o', desk = stage.desk } = {}) =>
    deliveryTo(desk).deliver(intent, { sessionKey: play.key(), owner, stopping: signal, abort: signal });
  /** The conversation is that of the stage. */
  const opened = async () => {
    await play.writes({ sessionId: 's', conversationId: stage.here });
    return play.arrive(play.actions(1));
  };
  const deadLetter = (ref: string, field: string) => play.redis.hget(`${play.prefix}:dead:${ref}`, field);

  it('is recorded by the answer, and its session goes on', async () => {
    const generation = await opened();
    const intent = (await play.note(generation))!;
    expect(await deliver(intent)).toBe('stop');
    expect(await play.redis.lrange(`${play.prefix}:s:${play.key()}:n`, 0, -1)).toEqual([
      expect.stringContaining(`${stage.here}-1|`),
    ]);
    expect([await stage.requests(), deadLetters]).toEqual([1, []]);
  });

  it.each<[string, Trouble]>([
    ['a broken connection', 'answer-broken'],
    ['an answer that is none', 'answer-garbled'],
    ['no answer', 'answer-missing'],
    ['a gateway', { status: 504 }],
    ['an error of the desk', { status: 500 }],
  ])(
    'sends a note once, however the call ended, and leaves a dead letter where nobody knows: %s',
    async (_, trouble) => {
      const generation = await opened();
      const intent = (await play.note(generation))!;
      await stage.next(trouble);
      expect(await deliver(intent)).toBe('again');
      expect(await deadLetter(intent.ref, 'reason')).toBe(NOBODY_KNOWS);
      expect(deadLetters).toEqual([{ sessionKey: play.key(), ref: intent.ref, reason: NOBODY_KNOWS }]);
      expect(await play.note(generation)).toBeNull();
      expect(await stage.requests()).toBe(1);
      expect((await stage.notes()).length).toBe(typeof trouble === 'string' ? 1 : 0);
    },
  );

  it('that a killed process was about to send is not sent by its successor', async () => {
    const generation = await opened();
    const first = (await play.note(generation, 'killed'))!;
    expect(await play.sessions.flushes.arm(play.key(), first.ref, 'killed', 'print')).toBe('armed');
    const again = (await play.note(generation, 'o'))!;
    expect(again).toMatchObject({ ref: first.ref, sentAt: expect.any(Number) });
    expect(await deliver(again)).toBe('again');
    expect(await deadLetter(first.ref, 'reason')).toBe(NOBODY_KNOWS);
    expect(await stage.requests()).toBe(0);
  });

  it.each<[string, (stage: DeskStage) => Promise<Desk>]>([
    ['nobody listened', (there) => Promise.resolve(there.nowhere)],
    ['the budget was spent', async (there) => (await there.next({ status: 429 }), there.desk)],
  ])('that was certainly not stored is sent again: %s', async (_, of) => {
    const generation = await opened();
    const intent = (await play.note(generation))!;
    expect(await deliver(intent, { desk: await of(stage) })).toMatchObject({ laterMs: expect.any(Number) });
    const again = (await play.sessions.flushes.begin(play.key(), generation, 'o', 'r')) as { do: string };
    expect([again.do, await deadLetter(intent.ref, 'reason'), await stage.notes()]).toEqual(['wait', null, []]);
    await play.redis.hdel(`${play.prefix}:s:${play.key()}`, 'wait');
    await play.redis.del(`${play.prefix}:rl:gate`);
    expect(await deliver((await play.note(generation))!)).toBe('stop');
    expect([(await stage.notes()).length, deadLetters]).toEqual([1, []]);
  });

  it('is sent again by hand, and says so', async () => {
    const generation = await opened();
    const intent = (await play.note(generation))!;
    await stage.next('answer-broken');
    await deliver(intent);
    await play.note(generation);
    const late = (await play.note((await play.sessions.deadLetters.requeue(play.key(), intent.ref))!))!;
    expect(await deliver(late)).not.toBe('again');
    expect((await stage.notes())[1]).toContain('sent late: delivery failed at first');
    expect(await deadLetter(intent.ref, 'reason')).toBeNull();
  });
});
