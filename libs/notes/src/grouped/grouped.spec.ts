import fc from 'fast-check';
import { convert } from 'html-to-text';
import { type GroupedAction, groupedOverhead, lineCost, NOTE_LIMIT, renderGrouped, renderGroupedSummary } from '..';

const START = Date.UTC(2026, 10, 24, 18, 30, 0) / 1000;
const SESSION = '019d8d00-1019-7cc7-b090-d025639effff';

/** `[seconds, type, sentence]` */
const actionsOf = (...rows: [number, string, string][]): GroupedAction[] =>
  rows.map(([at, type, text]) => ({ ts: START + at, type, text }));
const field = (at: number, name: string, page: string): [number, string, string][] => [
  [at, 'focus', `User focused the ${name} field on the ${page} page`],
  [at + 1, 'type', `User typed in the ${name} field on the ${page} page`],
  [at + 2, 'blur', `User left the ${name} field on the ${page} page`],
];
const clicks = (at: number, label: string, page: string, times = 1): [number, string, string][] =>
  Array.from({ length: times }, (_, i) => [at + i / 3, 'click', `User clicked ${label} on the ${page} page`]);

const note = (actions: GroupedAction[], more: Partial<Parameters<typeof renderGrouped>[0]> = {}) =>
  renderGrouped({ sessionId: SESSION, actions, ref: '4k7m2w9qz1xc', timeZone: 'UTC', ...more });
const reader = (html: string) =>
  convert(html, { wordwrap: false, selectors: [{ selector: 'a', options: { ignoreHref: true } }] });

describe('a grouped note', () => {
  it('begins with where they are now, tells what failed in one line, and folds the rest', () => {
    const actions = actionsOf(
      ...clicks(55, 'Please enter a valid IBAN', 'Application'),
      ...field(57, 'IBAN', 'Application'),
      [62, 'submit', 'User submitted Application form on the Application page'],
      ...field(64, 'IBAN', 'Application'),
      ...clicks(71, 'Send application', 'Application', 5),
    );
    const signals = [
      { kind: 'repeated_click' as const, text: 'Send application clicked 5× in 2 s', at: 0, from: 0, to: 0 },
      { kind: 'error' as const, text: 'error "Please enter a valid IBAN"', at: 0, from: 0, to: 0 },
    ];
    const replay = { template: 'https://replay.example/{session_id}?t={offset}', sessionStartedAt: START };
    expect(note(actions, { signals, replay }).lines).toEqual([
      'Application · 18:30:55–18:31:12 UTC · 13 actions',
      '⚠ Send application clicked 5× in 2 s · error "Please enter a valid IBAN"',
      '',
      '30:55 Application: Please enter a valid IBAN, filled in IBAN, submitted Application form, filled in IBAN, Send application ×5',
      '',
      `replay https://replay.example/${SESSION}?t=55 · session ${SESSION}`,
      'ref 4k7m2w9qz1xc',
    ]);
  });

  it('tells a visit page by page, with times only after a pause', () => {
    const actions = actionsOf(
      [0, 'pageview', 'User landed on the Home page'],
      ...clicks(2, 'Desks collection', 'Home'),
      [3, 'pageview', 'User landed on the Desks collection page'],
      ...clicks(5, 'Sort by price', 'Desks collection'),
      ...clicks(9, 'Felt desk mat', 'Desks collection'),
      [19, 'pageview', 'User landed on the Product page'],
      ...clicks(21, 'Next picture', 'Product', 3),
      ...clicks(24, 'Reviews', 'Product'),
      [61, 'pageview', 'User landed on the Checkout page'],
      ...field(63, 'Email', 'Checkout'),
      ...field(66, 'Full name', 'Checkout'),
      ...field(69, 'Street', 'Checkout'),
      ...field(72, 'City', 'Checkout'),
      ...field(75, 'Postcode', 'Checkout'),
      ...clicks(115, 'Pay now', 'Checkout', 2),
    );
    expect(note(actions).lines.slice(0, -3)).toEqual([
      'Checkout · 18:30:00–18:31:55 UTC · 28 actions on 4 pages',
      '',
      '30:00 Home',
      'Desks collection: Sort by price, Felt desk mat',
      '30:19 Product: Next picture ×3, Reviews',
      '31:01 Checkout: filled in Email, Full name, Street and 2 more, 31:55 Pay now ×2',
    ]);
  });

  it('puts pages that were only passed through on one line', () => {
    const views = ['Dashboard', 'Settings', 'Billing'].map((page, i): [number, string, string] => [
      i,
      'pageview',
      `User landed on the ${page} page`,
    ]);
    const actions = actionsOf(...views, ...clicks(4, 'Edit plan', 'Billing'));
    expect(note(actions).lines[2]).toBe('30:00 Dashboard → Settings');
    expect(note(actions).lines[3]).toBe('Billing: Edit plan');
  });

  it('shows whole what does not fit the wording, in any language', () => {
    const lines = note(
      actionsOf(
        [0, 'custom', 'Plan limit reached for seats'],
        [1, 'click', 'ユーザーが「購入」をクリックしました'],
        [2, 'klick', 'Nutzer klickte auf Jetzt bezahlen auf der Seite Kasse'],
      ),
    ).lines;
    expect(lines[0]).toBe('Kasse · 18:30:00–18:30:02 UTC · 3 actions');
    expect(lines.slice(2, 4)).toEqual([
      '30:00 Plan limit reached for seats, ユーザーが「購入」をクリックしました',
      'Kasse: Jetzt bezahlen',
    ]);
  });

  it('tells the time in the zone of the team, and the day where it changes', () => {
    const actions = actionsOf(...clicks(0, 'A', 'P'), ...clicks(5 * 3600 + 1800, 'B', 'P'));
    expect(note(actions, { timeZone: 'Europe/Berlin' }).lines[0]).toBe(
      'P · 24 Nov 19:30:00 – 25 Nov 01:00:00 CET · 2 actions',
    );
    expect(note(actions, { timeZone: 'Europe/Berlin' }).lines[2]).toBe('30:00 P: A, 01:00:00 B');
  });

  it('says that it is late', () => {
    const late = { originally: new Date(START * 1000) };
    expect(note(actionsOf(...clicks(0, 'A', 'P')), { late }).lines[1]).toBe(
      'sent late: delivery failed at first, 2026-11-24 18:30:00 UTC',
    );
  });

  it('renders to exactly its lines, escaped, and keeps to the limit, whatever the actions are', () => {
    const wild = fc.oneof(
      fc.string({ maxLength: 200 }),
      fc.constantFrom('<script>x</script>', 'https://evil.example', 'a & b', '  '),
    );
    const sentence = fc
      .tuple(fc.constantFrom('clicked', 'submitted', 'typed in the', 'landed on the', 'searched for'), wild, wild)
      .map(([verb, a, b]) => `User ${verb} ${a} field on the ${b} page`);
    const action = fc.record({
      type: fc.constantFrom('click', 'pageview', 'submit', 'type', 'focus', 'blur', 'other', ''),
      text: fc.oneof(sentence, wild),
      ts: fc.double({ min: START, max: START + 90_000, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(action, { minLength: 1, maxLength: 100 }), fc.string(), (given, sessionId) => {
        const template = 'https://r.example/{session_id}?a={timestamp}&b={offset}';
        let room = NOTE_LIMIT - groupedOverhead(sessionId, template);
        const actions = given.filter(({ text }) => (room -= lineCost(text)) >= 0);
        const signals = [1, 2, 3, 4].map(() => ({
          kind: 'error' as const,
          text: 'x'.repeat(500),
          at: 0,
          from: 0,
          to: 0,
        }));
        const replay = { template, sessionStartedAt: START };
        const { lines, html } = note(actions, { sessionId, signals, replay, late: { originally: new Date(0) } });
        expect(lines.join('\n').length).toBeLessThanOrEqual(NOTE_LIMIT);
        expect(html).not.toMatch(/<(?!\/?(?:p|b|br|a)\b)/);
        expect(html.match(/<a /g)?.length ?? 0).toBeLessThanOrEqual(1);
        expect(lines[0]).toContain(`${actions.length} action`);
        expect(reader(html).replace(/\s+/g, ' ')).toBe(lines.join('\n').replace(/\s+/g, ' ').trim());
      }),
    );
  });
});

describe('a grouped summary', () => {
  it('says who wrote it and what it knows', () => {
    const { lines, html } = renderGroupedSummary({
      sessionId: SESSION,
      now: new Date(START * 1000),
      prose: 'Opened Pricing <twice>.\n\nNow on Checkout.',
      by: 'gpt-4o-mini',
      ref: '4k7m2w9qz1xc',
      timeZone: 'UTC',
      replay: { template: 'https://r.example/{session_id}?t={timestamp}', sessionStartedAt: START },
      since: START + 7,
    });
    expect(lines).toEqual([
      'Summary by gpt-4o-mini · 18:30:00 UTC · from what the browser recorded',
      '',
      'Opened Pricing <twice>.',
      '',
      'Now on Checkout.',
      '',
      `replay https://r.example/${SESSION}?t=${START + 7} · session ${SESSION}`,
      'ref 4k7m2w9qz1xc',
    ]);
    expect(html).toContain('<b>Summary by gpt-4o-mini');
    expect(html).toContain('&lt;twice&gt;');
  });
});
