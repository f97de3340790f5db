import type { Settings } from '@app/config';
import type { DeskCalls, SoughtNote } from '@app/desk';
import { findNote } from '@app/intercom';
import type { EffectQueues } from '@app/queues';
import type { FlushStore, NoteIntent, SignalStore } from '@app/sessions';
import type { Telemetry } from '@app/telemetry';
import { NoteDelivery } from './note.delivery';
import { NoteText } from './note.text';

const settings = { BIN_SECONDS: 3, NOTE_STYLE: 'recipe' } as Settings;
const action = '1|10|{"i":0,"type":"click","text":"a","ts":1,"url":""}';
const intent = (fields: Partial<NoteIntent>): NoteIntent => ({
  do: 'post',
  ref: 'r',
  kind: 'actions',
  conversationId: 'c',
  sessionId: 's',
  sessionBeganAt: 0,
  sentAt: 0,
  settledAt: 0,
  tries: 0,
  failure: '',
  binned: false,
  now: 10_000,
  failedAt: null,
  print: '',
  madeAt: 10_000,
  coversSince: null,
  items: [action],
  ...fields,
});

/** What delivery asks of its neighbours; the conversation holds `parts`. */
function stage(parts: unknown[] = []) {
  const asked: string[] = [];
  const say =
    <T>(what: string, answer: T) =>
    (...args: unknown[]) => {
      const about = args.slice(1, 2).filter((arg) => typeof arg === 'string');
      asked.push([what, ...about].join(' '));
      return Promise.resolve(answer);
    };
  const sessions = {
    deadLetter: (_: string, ref: string, __: string, reason: string) => say(`dead letter ${ref}: ${reason}`, true)(),
    voidIntent: say('void', true),
    arm: say('arm', 'armed'),
    commit: say('commit', { result: 'done', summary: null, redact: [] }),
    defer: say('defer', true),
  } as unknown as FlushStore;
  const body = { conversation_parts: { conversation_parts: parts } };
  const calls = {
    postNote: say('note', { did: 'answer', value: null }),
    findNote: (_: string, sought: SoughtNote) =>
      say('read', { did: 'answer', value: findNote(body, { adminId: '1', ...sought }) })(),
    offers: () => true,
  };
  const effects = { deadLetter: say('effect', undefined), redact: say('redact', undefined) } as unknown as EffectQueues;
  const telemetry = { record: () => undefined } as unknown as Telemetry;
  const text = new NoteText(settings, {} as SignalStore);
  const delivery = new NoteDelivery(sessions, calls as unknown as DeskCalls, text, effects, telemetry);
  const run = {
    sessionKey: 'k',
    owner: 'o',
    stopping: new AbortController().signal,
    abort: new AbortController().signal,
  };
  return { asked, text, deliver: (given: NoteIntent) => delivery.deliver(given, run) };
}

describe('NoteDelivery, where a text makes trouble', () => {
  it('makes a dead letter of a note that cannot be rendered, and goes on with the session', async () => {
    const { asked, deliver } = stage();
    expect(await deliver(intent({ items: ['1|10|{broken'] }))).toBe('again');
    expect(asked).toEqual(['dead letter r: its text cannot be rendered', 'effect']);
  });

  it('looks for a note that was sent and has lost its text, then gives it up', async () => {
    const { asked, deliver } = stage();
    expect(await deliver(intent({ sentAt: 1, items: [], print: 'p' }))).toBe('again');
    expect(asked).toEqual(['read', 'void r']);
  });

  it('finds a note by what was sent, though it would be rendered otherwise now', async () => {
    const { text } = stage();
    const { html, print } = text.of(intent({ kind: 'summary', items: ['"prose"'], madeAt: 1_000 }));
    const part = { id: '7', part_type: 'note', author: { type: 'admin', id: '1' }, body: html };
    const { asked, deliver } = stage([part]);
    expect(await deliver(intent({ kind: 'summary', items: [], sentAt: 1, print }))).toBe('stop');
    expect(asked).toEqual(['read', 'commit r', 'redact c']);
  });

  it("does not take a colleague's note for ours that quotes it to the last line", async () => {
    const { text } = stage();
    const { html } = text.of(intent({}));
    const quoting = `<p>Anna, they are stuck:</p>${html}`;
    const part = { id: '7', part_type: 'note', author: { type: 'admin', id: '1' }, body: quoting };
    const { asked, deliver } = stage([part]);
    await deliver(intent({ sentAt: 1 }));
    expect(asked).not.toContain('commit r');
  });
});
