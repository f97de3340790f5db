import fc from 'fast-check';
import { type SignalAction, signalsOf } from '.';

type Row = [at: number, what: string, url?: string];
const TYPES: Record<string, string> = { clicked: 'click', landed: 'pageview', submitted: 'submit', typed: 'type' };

const visit = (...rows: Row[]): SignalAction[] =>
  rows.map(([ts, text, url = 'https://app.example/x']) => ({
    ts: 1_764_000_000 + ts,
    text: `User ${text} page`,
    type: TYPES[text.split(' ')[0]!] ?? 'other',
    url,
  }));
const clicks = (label: string, count: number, gap = 0.4, from = 0): Row[] =>
  Array.from({ length: count }, (_, i) => [from + i * gap, `clicked ${label} on the Board`]);
const told = (...rows: Row[]) => signalsOf(visit(...rows)).map(({ kind, text }) => `${kind}: ${text}`);

describe('repeated click', () => {
  it('is four times the same within a second each', () => {
    expect(told(...clicks('Set dates', 5))).toEqual(['repeated_click: Set dates clicked 5× in 2 s']);
    expect(told(...clicks('Set dates', 3))).toEqual([]);
    expect(told(...clicks('Set dates', 5, 1.2))).toEqual([]);
  });

  it.each([
    '+',
    '›',
    'Next',
    'Next picture',
    'Page 3',
    'Increase quantity',
    'Dark mode toggle',
    'Weiter',
    'Suivant',
    '次へ',
    '7',
  ])('is not %s, which is made to be pressed often', (label) => expect(told(...clicks(label, 6))).toEqual([]));
});

describe('tried again', () => {
  it('is the same save or pay twice within three minutes on one page', () => {
    expect(told([0, 'clicked Pay now on the Checkout'], [16, 'clicked Pay now on the Checkout'])).toEqual([
      'tried_again: Pay now pressed 2 times in 16 s',
    ]);
    expect(told([0, 'clicked Jetzt bezahlen on the Kasse'], [9, 'clicked Jetzt bezahlen on the Kasse'])).toHaveLength(
      1,
    );
  });

  it('is not a save on another page, much later, counted twice, or of something that commits to nothing', () => {
    expect(
      told([0, 'clicked Save on the Profile'], [9, 'landed on the Security'], [19, 'clicked Save on the Security']),
    ).toEqual([]);
    expect(told([0, 'clicked Save on the Profile'], [181, 'clicked Save on the Profile'])).toEqual([]);
    expect(told([0, 'submitted Save on the Profile'], [0.3, 'submitted Save on the Profile'])).toEqual([]);
    expect(told([0, 'clicked Overview on the Profile'], [9, 'clicked Overview on the Profile'])).toEqual([]);
  });
});

const later =
  (seconds: number) =>
  ([at, ...rest]: Row): Row => [at + seconds, ...rest];

describe('error', () => {
  it('is an error page', () => {
    expect(told([0, 'landed on the Page not found'])).toEqual(['error: error page "Page not found"']);
    expect(told([0, 'landed on the Oh no', 'https://app.example/errors/500'])).toEqual(['error: error page "Oh no"']);
  });

  it('is an offered second try that was taken', () => {
    expect(told([0, 'clicked Try again on the Report'], [5, 'clicked Try again on the Report'])).toEqual([
      'error: an error, Try again pressed 2 times',
    ]);
  });

  it('is words of an error and another try', () => {
    const rows: Row[] = [
      [0, 'clicked Send on the Form'],
      [1, 'clicked Please enter a valid IBAN on the Form'],
    ];
    expect(told(...rows)).toEqual(['maybe_error: perhaps an error: "Please enter a valid IBAN"']);
    expect(told(...rows, [9, 'clicked Send on the Form'])[0]).toBe('error: error "Please enter a valid IBAN"');
    expect(
      told(
        [0, 'clicked Senden on the Form'],
        [1, 'clicked Ungültige IBAN on the Form'],
        [9, 'clicked Senden on the Form'],
      )[0],
    ).toBe('error: error "Ungültige IBAN"');
  });

  it('is told once, however often its words came, also where the user did not try again each time', () => {
    const rows: Row[] = [
      [0, 'clicked Pay now on the Checkout'],
      [1, 'clicked Your bank declined the payment on the Checkout'],
      [9, 'clicked Pay now on the Checkout'],
      [10, 'clicked Your bank declined the payment on the Checkout'],
    ];
    const errors = ['error: error "Your bank declined the payment"'];
    expect(told(...rows).filter((line) => line.includes('error'))).toEqual(errors);
    expect(told(...rows.slice(0, 2)).filter((line) => line.includes('error'))).toHaveLength(1);
    const seenFirst: Row[] = [[0, 'clicked Your bank declined the payment on the Plan'], ...rows.map(later(60))];
    expect(told(...seenFirst).filter((line) => line.includes('error'))).toEqual(errors);
  });

  it('is a whole sentence after which the user tried again, in a language that nobody listed', () => {
    const rows: Row[] = [
      [0, 'clicked Save on the Form'],
      [1, 'clicked Ki o whakahoki te tono nei. on the Form'],
      [9, 'clicked Save on the Form'],
    ];
    expect(told(...rows)[0]).toBe('error: error "Ki o whakahoki te tono nei."');
  });

  it('is not an article about errors, a report that is named for failures, or a help page', () => {
    expect(
      told(
        [0, 'clicked Error codes explained on the Search results', 'https://docs.example/help/search'],
        [1, 'landed on the Error codes explained', 'https://docs.example/help/articles/:id'],
      ),
    ).toEqual([]);
    expect(
      told(
        [0, 'clicked Failed payments on the Invoices'],
        [1, 'landed on the Failed payments report'],
        [3, 'clicked Export CSV on the Failed payments report'],
      ),
    ).toEqual([]);
  });
});

describe('what went well', () => {
  it.each([
    'Your changes are saved',
    'Saved!',
    'Thank you, your message was sent.',
    'Änderungen gespeichert',
    'Vos modifications ont été enregistrées.',
    'Cambios guardados con éxito',
    'Alterações salvas com sucesso',
    'Opgeslagen',
    '保存しました',
    '已保存',
    '저장되었습니다',
  ])('is no sign of trouble, also where the same is saved twice: %s', (said) => {
    expect(
      told(
        [0, 'clicked Save changes on the Settings'],
        [1, `saw "${said}" on the Settings`],
        [20, 'clicked Save changes on the Settings'],
        [21, `saw "${said}" on the Settings`],
      ),
    ).toEqual([]);
  });

  it.each([
    'Your changes are not saved',
    'Payment was not successful',
    'Your changes could not be saved',
    'Nicht gespeichert',
    'Vos modifications ne sont pas enregistrées',
    '保存できませんでした',
  ])('is not what says that it did not: %s', (said) => {
    expect(
      told(
        [0, 'clicked Save changes on the Settings'],
        [1, `saw "${said}" on the Settings`],
        [20, 'clicked Save changes on the Settings'],
      ),
    ).toEqual([`error: error "${said}"`, 'tried_again: Save changes pressed 2 times in 20 s']);
  });
});

describe('silence after an error', () => {
  const rows: Row[] = [[0, 'clicked Try again on the Report']];

  it('is 45 s without an action', () => {
    const kinds = (now: number) => signalsOf(visit(...rows), { now: 1_764_000_000 + now }).map(({ kind }) => kind);
    expect(kinds(44)).toEqual(['error']);
    expect(kinds(46)).toEqual(['error', 'silence_after_error']);
    expect(told(...rows, [60, 'clicked Home on the Report'])[1]).toBe(
      'silence_after_error: nothing for 60 s after the error',
    );
  });

  it('is nothing without an error', () => {
    expect(told([0, 'clicked Save on the Form'], [60, 'clicked Home on the Form'])).toEqual([]);
  });
});

describe('form left', () => {
  const typed: Row[] = [
    [0, 'typed in the Name field on the Demo'],
    [3, 'typed in the Company field on the Demo'],
  ];

  it('is two fields filled in, and then another page', () => {
    expect(told(...typed, [9, 'clicked Pricing on the Demo'], [10, 'landed on the Pricing'])).toEqual([
      'form_left: left Demo with 2 fields filled in, nothing sent',
    ]);
  });

  it('is not one that was sent by a button, or had one field, or a search', () => {
    expect(told(...typed, [9, 'clicked Save and continue on the Demo'], [10, 'landed on the Review'])).toEqual([]);
    expect(told(...typed, [9, 'submitted Demo form on the Demo'], [10, 'landed on the Thanks'])).toEqual([]);
    expect(told(typed[0]!, [10, 'landed on the Pricing'])).toEqual([]);
  });
});

describe('search without result', () => {
  it('is a page that says so, or three searches without a click', () => {
    expect(told([0, 'submitted Search for "sso" on the Help'], [1, 'landed on the No results'])).toEqual([
      'search_without_result: nothing found for "sso"',
    ]);
    const search = (at: number, what: string): Row => [at, `submitted Search for "${what}" on the Shop`];
    expect(told(search(0, 'a'), search(9, 'b'), search(19, 'c'))).toEqual([
      'search_without_result: 3 searches in a row, last for "c"',
    ]);
    expect(told(search(0, 'a'), [5, 'clicked A on the Shop'], search(9, 'b'), search(19, 'c'))).toEqual([]);
  });
});

describe('back and forth', () => {
  const views = (urlOf: (page: string) => string, gap = 10): Row[] =>
    ['Plans', 'Usage', 'Plans', 'Usage', 'Plans'].map((page, i) => [i * gap, `landed on the ${page}`, urlOf(page)]);

  it('is A B A B A within three minutes', () => {
    expect(told(...views((page) => `https://app.example/${page}`))).toEqual([
      'back_and_forth: back and forth between Plans and Usage, 5 pages in 40 s',
    ]);
    expect(told(...views((page) => `https://app.example/${page}`, 50))).toEqual([]);
  });

  it('is not a list and its items', () => {
    expect(
      told(...views((page) => (page === 'Usage' ? 'https://app.example/items/:id' : 'https://app.example/items'))),
    ).toEqual([]);
  });
});

describe('signals', () => {
  it('tell only what ends in the new actions, with those before as context', () => {
    const actions = visit(...clicks('Set dates', 6));
    expect(signalsOf(actions, { since: 3 })).toHaveLength(1);
    expect(signalsOf([...actions, ...visit([60, 'clicked Help on the Board'])], { since: 6 })).toEqual([]);
  });

  it('come from anything, name actions that exist, and say each thing once', () => {
    const action = fc.record({
      type: fc.string(),
      text: fc.string(),
      ts: fc.double({ noNaN: true }),
      url: fc.webUrl(),
    });
    fc.assert(
      fc.property(fc.array(action, { maxLength: 60 }), (actions) => {
        const signals = signalsOf(actions);
        for (const { from, to } of signals) expect(from >= 0 && from <= to && to < actions.length).toBe(true);
        expect(new Set(signals.map(({ kind, text, to }) => `${kind} ${text} ${to}`)).size).toBe(signals.length);
      }),
    );
  });
});
