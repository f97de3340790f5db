import { failedText } from './failed.command';

const job = {
  queue: 'dead-letters',
  id: 'dead.a',
  reason: 'forbidden',
  failedAt: '2026-01-01T00:00:00.000Z',
  session: 's-1',
  conversation: '7',
};

describe('sidenote failed, on a terminal', () => {
  it('tells what was lost because nobody sent it again in time, also where nothing has failed since', () => {
    const lost = 'Lost: 12 actions of dead letters that nobody sent again in time.';
    expect(failedText([], 12)).toBe(`Nothing has failed.\n${lost}\n`);
    expect(failedText([job], 12)).toContain(
      `1 in dead-letters. Send again: sidenote retry <id>, or sidenote retry --all\n${lost}\n`,
    );
  });

  it('says nothing of losses where there were none', () => {
    expect(failedText([], 0)).toBe('Nothing has failed.\n');
    expect(failedText([job, { ...job, queue: 'redactions', reason: '' }], 0)).toMatch(
      /session s-1, conversation 7\n[^]*no reason is known[^]*1 in dead-letters, 1 in redactions\./,
    );
    expect(failedText([job], 0)).not.toContain('Lost');
  });
});
