import { withoutTexts } from './job.formatter';

describe('what Bull Board shows of a job', () => {
  it('shows ids and counts, hides texts, tells the length of lists', () => {
    const payload = { actions: [{ description: 'private' }], summary: 'private', replaces: 3 };
    expect(withoutTexts({ sessionKey: 'a', eventId: 'e', forwardedAt: 17, payload })).toEqual({
      sessionKey: 'a',
      eventId: 'e',
      forwardedAt: 17,
      payload: { actions: '1 item', summary: '•••', replaces: 3 },
    });
  });

  it.each([
    ['a text', 'private', '•••'],
    ['nothing', null, null],
    ['a list of texts', ['private'], '1 item'],
    ['an id that is no text', { ref: { text: 'private' } }, { ref: { text: '•••' } }],
  ])('of %s', (_name, given, shown) => expect(withoutTexts(given)).toEqual(shown));

  it('ends on what is nested without end', () => {
    const round: Record<string, unknown> = {};
    round.inner = round;
    expect(JSON.stringify(withoutTexts(round))).toContain('•••');
  });
});
