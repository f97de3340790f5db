import { RateGate, type Turn } from '@app/desk';
import { Play } from './session.play.fixture';
import type { NoteIntent } from './session.types';

describe('the last word on a note, in the step of its turn', () => {
  let play: Play;
  let gate: RateGate;
  beforeEach(() => {
    play = new Play();
    gate = new RateGate(play.redis, play.prefix, { limit: 100 });
  });
  afterEach(() => play.close());

  const ask = (intent: NoteIntent, owner = 'o'): Promise<Turn> =>
    gate.take('note', { word: play.sessions.flushes.lastWord, args: [play.key(), intent.ref, owner, 'print'] });
  const turnsTaken = async () => (await gate.status()).window.used;
  const linkedNote = async (owner?: string) => {
    await play.writes();
    return (await play.note(await play.arrive(play.actions(1)), owner))!;
  };

  it('arms the note for whom it gives a turn', async () => {
    const intent = await linkedNote();
    expect(await ask(intent)).toEqual({ ok: true, probe: false });
    expect(Number(await play.field('sent'))).toBeGreaterThan(0);
    expect(await play.field('print')).toBe('print');
    expect(await turnsTaken()).toBe(1);
  });

  it('spends no turn on the run that lost its session', async () => {
    const intent = await linkedNote('first');
    await play.begin(1, 'second');
    expect(await ask(intent, 'first')).toEqual({ ok: false, reason: 'no_word' });
    expect([await play.field('sent'), await turnsTaken()]).toEqual([null, 0]);
    expect(await ask(intent, 'second')).toEqual({ ok: true, probe: false });
  });

  it('spends no turn on a conversation that was closed meanwhile, and holds its session', async () => {
    const intent = await linkedNote();
    await play.turns('closed');
    expect(await ask(intent)).toEqual({ ok: false, reason: 'no_word' });
    expect([await play.field('ref'), await play.field('rush'), await turnsTaken()]).toEqual([null, '1', 0]);
    const [generation] = await play.turns('open');
    expect(play.texts((await play.note(generation!))!)).toEqual(['action 1']);
  });

  it('leaves a note unarmed that gets no turn', async () => {
    const intent = await linkedNote();
    await gate.ban(Date.now() + 5_000, '429');
    expect(await ask(intent)).toMatchObject({ ok: false, reason: 'banned' });
    expect(await play.field('sent')).toBeNull();
  });
});
