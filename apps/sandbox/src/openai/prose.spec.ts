import { numberedActions, proseOf } from './prose';

const prompt = `Summarise.
<actions>
1. [0] page_view: User viewed the cart — https://shop.example/cart
2. [1] click: User clicked Checkout: fast lane — https://shop.example/checkout?x=1
3. [2] click: User clicked Pay now
</actions>`;

it('reads the numbered actions out of a prompt and nothing else', () => {
  expect(numberedActions(prompt)).toEqual([
    { type: 'page_view', description: 'User viewed the cart', page: '/cart' },
    { type: 'click', description: 'User clicked Checkout: fast lane', page: '/checkout' },
    { type: 'click', description: 'User clicked Pay now', page: '' },
  ]);
});

it('says the same of the same actions, in two or three sentences', () => {
  const prose = proseOf(numberedActions(prompt));
  expect(prose).toBe(proseOf(numberedActions(prompt)));
  expect(prose).toContain('/cart and /checkout');
  expect(prose.split(/\.(?:\s|$)/).filter(Boolean).length).toBeLessThanOrEqual(3);
});

it('has words for no actions too', () => {
  expect(proseOf(numberedActions('Hello'))).not.toBe('');
});
