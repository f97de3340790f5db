import { readNote } from './note-reading';
import { Tally } from './tally';

const note = (ref: string, actions: number) => ({ ref, isSummary: false, actions });
const ASKED = 1_000_000;

function tallyOf(sentAt: number[]) {
  const tally = new Tally();
  sentAt.forEach((at) => tally.sent(at));
  return tally;
}

describe('the tally of a visit', () => {
  it('counts what was sent, and what notes told when they were stored', () => {
    const tally = tallyOf([ASKED - 5_000, ASKED + 1_000, ASKED + 2_000]);
    tally.stored(note('a', 1), 1);
    expect(tally.count(ASKED)).toEqual({ sent: 3, posted: 1, doubled: 0 });
    tally.stored(note('b', 2), 2);
    tally.stored({ ref: 'c', isSummary: true, actions: 0 }, 3);
    expect(tally.count(ASKED)).toEqual({ sent: 3, posted: 3, doubled: 0 });
    expect(tally.summaries).toBe(1);
  });

  it('calls the same note twice doubled, and more than was sent too', () => {
    const tally = tallyOf([ASKED, ASKED + 1]);
    tally.stored(note('a', 2), 1);
    tally.stored(note('a', 2), 2);
    expect(tally.count(ASKED).doubled).toBe(2);
    tally.stored(note('b', 1), 3);
    expect(tally.count(ASKED).doubled).toBe(3);
  });

  it('leaves out what was done more than two minutes before the question; at the edge it goes by the note', () => {
    const edge = ASKED - 120_000;
    const tally = tallyOf([edge - 60_000, edge, ASKED]);
    tally.stored(note('a', 1), 1);
    expect(tally.count(ASKED)).toEqual({ sent: 1, posted: 1, doubled: 0 });
    tally.stored(note('b', 1), 1);
    expect(tally.count(ASKED)).toEqual({ sent: 2, posted: 2, doubled: 0 });
  });
});

describe('reading a note', () => {
  it.each([
    [
      '<p>session_id: a<br>timestamp: b</p><p>[1] One<br>[2] Two</p><p>ref r1</p>',
      { ref: 'r1', isSummary: false, actions: 2 },
    ],
    [
      '<p><b>Checkout · 18:30:00–18:32:25 UTC · 50 actions on 5 pages</b></p><p>30:00 Home</p><p>replay x · session y<br>ref r2</p>',
      { ref: 'r2', isSummary: false, actions: 50 },
    ],
    ['<p>Home · 18:30:00 UTC · 1 action</p><p>ref r3</p>', { ref: 'r3', isSummary: false, actions: 1 }],
    ['<p>Summary by rules</p><p>They paid · 3 actions.</p><p>ref r4</p>', { ref: 'r4', isSummary: true, actions: 0 }],
    ['<p>A colleague wrote this</p>', { ref: null, isSummary: false, actions: 0 }],
  ])('%s', (html, read) => {
    expect(readNote(html)).toEqual(read);
  });
});
