import { promptedActions, readPrompt } from './prompted';
import { proseOf } from './prose';

const NUMBERED = `Summarise.
<actions>
1. [0] page_view: User viewed the cart — https://shop.example/cart
2. [1] click: User clicked Checkout: fast lane — https://shop.example/checkout?x=1
3. [2] click: User clicked Pay now
</actions>`;

const COMPACT = `In the actions "5 # Cart" means: a page.
<<<before n0nce>>>
1 click Not this
<<<end n0nce>>>
<<<actions n0nce>>>
0 # Cart
3 click Pay now ×4
# Checkout
4 fill Email, Street
5 search "tulips"
6 odd: Something: else
! a signal
<<<end n0nce>>>`;

it('reads the numbered actions out of a prompt and nothing else', () => {
  expect(promptedActions(NUMBERED)).toEqual([
    { type: 'page_view', description: 'User viewed the cart', page: '/cart', times: 1 },
    { type: 'click', description: 'User clicked Checkout: fast lane', page: '/checkout', times: 1 },
    { type: 'click', description: 'User clicked Pay now', page: '', times: 1 },
  ]);
});

it('reads the compact entries within their fence and nothing else', () => {
  expect(promptedActions(COMPACT)).toEqual([
    { type: 'view', description: 'Cart', page: 'Cart', times: 1 },
    { type: 'click', description: 'Pay now', page: 'Cart', times: 4 },
    { type: 'fill', description: 'Email, Street', page: 'Checkout', times: 1 },
    { type: 'search', description: '"tulips"', page: 'Checkout', times: 1 },
    { type: 'odd', description: 'Something: else', page: 'Checkout', times: 1 },
  ]);
});

it('says the same of the same prompt, in a few sentences, in its words: what and where, what went wrong, where now, a guess', () => {
  const prose = proseOf(readPrompt(COMPACT));
  expect(prose).toBe(proseOf(readPrompt(COMPACT)));
  expect(prose).toBe(
    'On "Cart" they clicked "Pay now" 4 times; on "Checkout" they filled in "Email, Street", searched for "…tulips…" and did "Something: else". Trouble: a signal. Now they are on "Checkout". Probably they are trying to order and may need help with it.',
  );
});

it('keeps to about 60 words, and leaves out what was clicked once first', () => {
  const clicks = Array.from({ length: 40 }, (_, n) => `${n} click Some button ${n}`);
  const lines = ['<<<actions n0nce>>>', '0 # Cart', ...clicks, '41 click Pay now ×3', '<<<end n0nce>>>'];
  const prose = proseOf(readPrompt(lines.join('\n')));
  expect(prose.split(' ').length).toBeLessThanOrEqual(60);
  expect(prose).toContain('"Pay now" 3 times');
  expect(prose).not.toContain('"Some button 0"');
});

it('begins with the main points of the summary before, without its end and its guess', () => {
  const before = proseOf(readPrompt(COMPACT));
  const next = ['<<<earlier n1>>>', before, '<<<end n1>>>', '<<<actions n1>>>', '0 # Thanks', '<<<end n1>>>'].join(
    '\n',
  );
  const prose = proseOf(readPrompt(next));
  expect(prose).toBe(
    'Before: On "Cart" they clicked "Pay now" 4 times; on "Checkout" they filled in "Email, Street", searched for "…tulips…" and did "Something: else"; Trouble: a signal. They saw "Thanks". Now they are on "Thanks". Probably they are looking around.',
  );
  const third = next.replace(before, prose);
  expect(proseOf(readPrompt(third)).match(/Before:/g)).toHaveLength(1);
});

it('has words for no actions too', () => {
  expect(proseOf(readPrompt('Hello'))).not.toBe('');
});
