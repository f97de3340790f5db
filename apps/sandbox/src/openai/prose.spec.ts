import { promptedActions } from './prompted';
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

it('says the same of the same actions, in a few sentences, in their words', () => {
  const prose = proseOf(promptedActions(COMPACT));
  expect(prose).toBe(proseOf(promptedActions(COMPACT)));
  expect(prose).toBe(
    'They were on "Cart" and "Checkout". They clicked "Pay now" 4 times, filled in "Email, Street", searched for "…tulips…" and more. Now they are on "Checkout". Probably they are trying to order and may need help with it.',
  );
});

it('has words for no actions too', () => {
  expect(proseOf(promptedActions('Hello'))).not.toBe('');
});
