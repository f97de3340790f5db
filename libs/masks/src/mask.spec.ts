import fc from 'fast-check';
import { BLANK } from './blank';
import { Mask } from './mask';
import { routeShape } from './route.shape';

const every = new Mask({
  kinds: ['emails', 'phones', 'addresses', 'names', 'dates', 'ips', 'typed'],
  patterns: ['EMP-####', 'cust_*'],
});

describe('Mask', () => {
  it.each([
    ['mail ann@example.com now', 'mail ••• now'],
    ['call +49 1512 3456 789 now', 'call ••• now'],
    ['from 192.168.10.20 now', 'from ••• now'],
    ['User typed Ann in the First name field', 'User typed ••• in the First name field'],
    ['User typed 12/05/1988 in the Date of birth field', 'User typed ••• in the Date of birth field'],
    ['lives at 221 Baker Street', 'lives at •••'],
    ['User typed oak desk in the Search field', 'User typed ••• in the Search field'],
    ['badge EMP-1234, account cust_77a-b', 'badge •••, account •••'],
    ['badge EMP-12345', 'badge EMP-12345'],
  ])('blanks by option %s', (text, masked) => expect(every.text(text)).toBe(masked));

  it('masks twice as once, and never throws', () => {
    const piece = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(' 4242 4242 4242 4242 ', 'password=', '"', 'token: ', '&', 'sk_live_', 'eyJ', '.', ' typed ', ' in the Password field', 'https://a.example/reset/', '?code=', '#', 'hunter2', ' is ', BLANK), // prettier-ignore
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        for (const mask of [new Mask(), every]) {
          const once = mask.text(pieces.join(''));
          expect(mask.text(once)).toBe(once);
        }
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['https://shop.example/orders/10481/thanks?x=1', '/orders/:id/thanks'],
    ['/reset/9f8e7d', '/reset/:id'],
  ])('tells the shape of the route %s', (url, shape) => expect(routeShape(url)).toBe(shape));
});
