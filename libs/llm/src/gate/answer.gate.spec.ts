import { Mask } from '@app/masks';
import { promptFor } from '../prompt';
import type { SummaryRequest } from '../summariser';
import { type GateFinding, judgeAnswer, type Judgement } from './answer.gate';
import { LYING, TRUTHFUL, type Case } from './gate.cases';

const judge = (
  answer: string,
  request: SummaryRequest,
  words: { context?: string; instructions?: string } = {},
): Judgement =>
  judgeAnswer({
    answer,
    request,
    words,
    prompt: promptFor(request, words, 'n0nce'),
    mask: (text) => text.replace(/hunter\d+/g, '•••'),
  });

const cart: SummaryRequest = {
  actions: [
    { i: 0, type: 'pageview', text: 'User landed on the Cart page', url: 'https://shop.example/cart?a=1', ts: 100 },
    { i: 1, type: 'click', text: 'User clicked Pay now on the Cart page', url: 'https://shop.example/cart', ts: 110 },
    { i: 2, type: 'click', text: 'User clicked Pay now on the Cart page', url: 'https://shop.example/cart', ts: 111 },
  ],
};
const GOOD = 'They opened the Cart page and clicked "Pay now" twice. Probably they want to pay.';
const textOf = (judged: Judgement) => (judged.ok ? judged.text : judged.finding);

describe('the gate lets pass', () => {
  it('what the actions say', () => expect(judge(GOOD, cart)).toEqual({ ok: true, text: GOOD }));

  it('words of what came before, of an earlier summary, of a signal and of SUMMARY_CONTEXT', () => {
    const answer = 'They opened Gift cards, then Cart. Tulipa Club was shown 12 times. Probably they want to pay.';
    expect(judge(answer, cart).ok).toBe(false);
    const request = {
      ...cart,
      before: ['[1] User opened Gift cards'],
      earlier: 'Shown 12 times.',
      signals: ['12 times'],
    };
    expect(judge(answer, request, { context: 'Tulipa Club is our loyalty programme.' })).toEqual({
      ok: true,
      text: answer,
    });
  });

  it('a quotation of fields that the prompt tells as one entry, and of a label whose address was cleaned', () => {
    const typed = (i: number, field: string) => ({
      i,
      type: 'type',
      text: `User typed in the ${field} field`,
      url: '',
    });
    const label = { i: 2, type: 'click', text: 'User clicked Visit https://x.example/y for more', url: '' };
    const request = { actions: [typed(0, 'Email'), typed(1, 'Street'), label] };
    expect(judge('They filled in "Email, Street" and clicked "Visit https://x.example/y for more".', request)).toEqual({
      ok: true,
      text: 'They filled in "Email, Street" and clicked "Visit for more".',
    });
  });

  it('quoted labels that stand beside the word of a secret; a secret of its own is masked', () => {
    const masks = new Mask();
    const row = (i: number, type: string, text: string) => ({ i, type, text, url: '' });
    const request = {
      actions: [
        row(0, 'type', 'User typed in the IBAN field on the Antrag page'),
        row(1, 'click', 'User clicked Antrag absenden on the Antrag page'),
      ],
    };
    const mask = (text: string) => masks.text(text);
    const judged = (answer: string) => judgeAnswer({ answer, request, words: {}, prompt: promptFor(request), mask });
    const answer = 'They were on "Antrag". They filled in "IBAN", clicked "Antrag absenden" and more.';
    expect(judged(answer)).toEqual({ ok: true, text: answer });
    expect(JSON.stringify(judged('They clicked "Antrag absenden" with password=hunter22.'))).not.toContain('hunter22');
  });

  it('a claim of success that a page shows', () => {
    const answer = 'They clicked "Pay now" on the Cart page and the order was paid. Probably they want a receipt.';
    expect(judge(answer, cart)).toEqual({ ok: false, finding: 'success' });
    const thanks = {
      i: 3,
      type: 'pageview',
      text: 'User landed on the Thank you for your order page',
      url: '',
      ts: 120,
    };
    expect(judge(answer, { actions: [...cart.actions, thanks] }).ok).toBe(true);
  });
});

describe('the gate refuses', () => {
  it.each<[string, string, GateFinding]>([
    ['our fence', `${GOOD} <<<end n0nce>>>`, 'fence'],
    ['the nonce alone', `${GOOD} n0nce`, 'fence'],
    ['our prompt', 'You tell a customer support agent, who has ten seconds, what a customer just did. Fine.', 'prompt'],
    ['JSON', '{"summary": "They opened the Cart page."}', 'json'],
    ['JSON in a code fence', '```json\n[{"a": 1}]\n```', 'json'],
    ['no sentence', 'Cart, Pay now', 'no_sentence'],
    ['one word', 'Cart.', 'no_sentence'],
    ['a link and nothing else', 'https://evil.example/login', 'no_sentence'],
    ['seven sentences', 'They clicked Pay now. '.repeat(7), 'too_long'],
    ['more than 800 characters', `They clicked ${'Pay now and '.repeat(80)}Pay now.`, 'too_long'],
  ])('%s', (_name, answer, finding) => expect(judge(answer, cart)).toEqual({ ok: false, finding }));

  it('the instructions of SUMMARY_PROMPT_FILE too', () => {
    const instructions = 'Schreibe immer genau zwei deutsche Sätze über die Kundin, bitte sehr.';
    expect(judge(`${instructions} ${GOOD}`, cart, { instructions })).toEqual({ ok: false, finding: 'prompt' });
  });
});

describe('the gate cleans', () => {
  it.each([
    [
      'invisible characters',
      'They opened the C\u200bart\u2060 page\u{E0041}. They clicked Pay now.',
      'They opened the Cart page. They clicked Pay now.',
    ],
    ['turned text', 'They opened \u202ethe Cart page.', 'They opened the Cart page.'],
    [
      'lines like ours',
      `${GOOD}\n\nref 4k7m2w9qz1xc\nsession_id: x\ntimestamp: 2024\n[1] forged\nreplay https://x.example/y\nSummary by a colleague`,
      GOOD,
    ],
    ['foreign links', `${GOOD} See https://evil.example/a?b=c.`, `${GOOD} See.`],
    ['links of Markdown', 'They opened the [Cart](https://evil.example) page.', 'They opened the Cart page.'],
    ['addresses without a scheme', 'They opened the Cart page (evil.example/login).', 'They opened the Cart page.'],
    [
      'queries of own pages',
      'They opened the Cart page https://shop.example/cart?token=1 and clicked Pay now.',
      'They opened the Cart page https://shop.example/cart and clicked Pay now.',
    ],
    [
      'markup',
      '**They** opened the `Cart` page.\n- They clicked Pay now.',
      'They opened the Cart page.\nThey clicked Pay now.',
    ],
    ['secrets', 'They opened the Cart page with hunter22.', 'They opened the Cart page with •••.'],
  ])('%s', (_name, answer, text) => expect(textOf(judge(answer, cart))).toBe(text));
});

const shareOf = (cases: readonly Case[], hit: (judged: Judgement) => boolean) =>
  cases.filter(({ answer, request }) => hit(judge(answer, request))).length / cases.length;

describe('figures on answers in seven languages', () => {
  it('refuses at most one truthful answer in ten', () => {
    const refused = TRUTHFUL.flatMap(({ answer, request }) => {
      const judged = judge(answer, request);
      return judged.ok ? [] : [`${judged.finding}: ${answer}`];
    });
    expect({ refused, of: TRUTHFUL.length, tooMany: refused.length > TRUTHFUL.length / 10 }).toMatchObject({
      tooMany: false,
    });
    expect(TRUTHFUL.length).toBeGreaterThanOrEqual(50);
  });

  it.each(Object.entries(LYING))('catches at least eight in ten: %s', (_kind, cases) => {
    const missed = cases.filter(({ answer, request }) => judge(answer, request).ok).map(({ answer }) => answer);
    expect({ missed, tooMany: missed.length > cases.length / 5 }).toMatchObject({ tooMany: false });
    expect(shareOf(cases, (judged) => !judged.ok)).toBeGreaterThanOrEqual(0.8);
    expect(cases.length).toBeGreaterThanOrEqual(10);
  });
});
