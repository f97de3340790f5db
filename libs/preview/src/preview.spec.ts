import { preview } from './preview';
import { previewText } from './preview.text';
import { previewOfSample, previewOfSession } from './previews';
import { samples } from './samples';
import { wrap } from './wrap';

const found = (name: string, ...presets: ('recipe' | 'calm' | 'quiet')[]) => previewOfSample({ of: name, presets })!;
const action = (i: number) => ({
  i,
  type: 'click',
  text: `User clicked ${i}`,
  ts: 1_790_000_000 + i,
  url: 'https://a.example/',
});

describe('a preview', () => {
  it('can be made of every sample with every preset, and no action is lost', () => {
    for (const { name, actions } of samples())
      for (const { notes } of found(name, 'recipe', 'calm', 'quiet')) {
        const told = notes.filter(({ kind }) => kind !== 'summary').reduce((sum, note) => sum + note.actions, 0);
        expect({ name, told }).toEqual({ name, told: actions });
      }
  });

  it('calm leaves less to read than recipe on long visits', () => {
    for (const { name } of samples().filter((sample) => sample.name.startsWith('long-'))) {
      const [recipe, calm, quiet] = found(name, 'recipe', 'calm', 'quiet').map(({ figures }) => figures);
      expect(calm!.lines).toBeLessThan(recipe!.lines);
      expect(quiet!.tombstones).toBe(0);
    }
  });

  it('says that rules wrote the summaries, and what is shown all the same', () => {
    const [recipe] = found('long-shop', 'recipe');
    expect(recipe!.notes.some(({ kind }) => kind === 'summary')).toBe(true);
    expect(recipe!.remarks.join()).toContain('written by the rules');
  });

  it('names the variables that are set by themselves', () => {
    process.env.DEBOUNCE_MS = '77';
    try {
      const [calm] = found('long-shop', 'calm');
      expect(calm!.remarks.join()).toContain('DEBOUNCE_MS');
    } finally {
      delete process.env.DEBOUNCE_MS;
    }
    expect(found('long-shop', 'calm')[0]!.remarks.join()).not.toContain('DEBOUNCE_MS');
  });

  it('of a session without a conversation: as if its user wrote now', async () => {
    const session = { sessionKey: 'k', sessionId: 'sid', conversationId: null, summariesPosted: 0 };
    const record = { before: [], unsummarised: [], buffered: [action(1), action(2)] };
    const view = { sessionsOf: async () => [session], recorded: async () => record };
    const [calm] = (await previewOfSession(view as never, { of: 'sid', presets: ['calm'] }))!;
    expect(calm!.notes).toMatchObject([{ kind: 'link', actions: 2 }]);
    expect(calm!.remarks[0]).toBe('2 actions are still recorded.');
  });

  it('of a session that is not known there is none', async () => {
    const view = { sessionsOf: async () => [] };
    expect(await previewOfSession(view as never, { of: 'sid', presets: ['calm'] })).toBeUndefined();
    expect(previewOfSample({ of: 'nobody', presets: ['calm'] })).toBeUndefined();
  });

  it('of a visit without actions has no notes', () => {
    expect(preview({ sessionId: 'sid', before: [], after: [] }, 'calm')).toMatchObject({ notes: [], recorded: 0 });
  });

  it('as text is as wide as it was asked to be, and ends in a line of figures', () => {
    const text = previewText(found('long-shop', 'recipe', 'calm'), 30);
    const [threads = '', tail = ''] = text.split('\n\nrecipe: ');
    expect(Math.max(...threads.split('\n').map((row) => [...row].length))).toBeLessThanOrEqual(63);
    expect(tail).toMatch(/^\d+ visible notes, \d+ deleted, of \d+ actions; for each 100: /);
  });

  it('wraps at words, and breaks only what is longer than a line', () => {
    expect(wrap('one two three', 7)).toEqual(['one two', 'three']);
    expect(wrap('a abcdefghij b', 4)).toEqual(['a', 'abcd', 'efgh', 'ij b']);
    expect(wrap('', 5)).toEqual(['']);
  });
});
