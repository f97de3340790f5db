import { maskBeginning } from './beginning';
import { Mask } from './mask';

const mask = new Mask();
const beginning = (text: string, max = 1000) => maskBeginning(text, max, (part) => mask.text(part));

describe('the beginning of a long text, masked', () => {
  it('is the whole of a text that fits', () => expect(beginning('password=hunter2 ok')).toBe('password=••• ok'));

  it('takes no more of a text than its length in the note needs', () => {
    const seen: number[] = [];
    for (const length of [10_000, 1_000_000])
      maskBeginning('x '.repeat(length), 1000, (part) => {
        seen.push(part.length);
        return part;
      });
    expect(seen).toEqual([5200, 5200]);
  });

  it.each([
    ['a card', '4242 4242 4242 4242', /\d{4} \d{4}/],
    ['a password before its label', 'User typed swordfish in the Password field', /swordf/],
    ['a key', `sk_live_${'aB3'.repeat(40)}`, /sk_live|aB3/],
  ])('holds no part of %s, wherever the cut falls', (_, secret, leaked) => {
    // What stands before is one long key: blanked, it leaves room for what stands at the cut.
    for (let before = 5100; before <= 5210; before += 2) {
      const text = beginning(
        `-----BEGIN PRIVATE KEY-----${'k'.repeat(before - 60)}-----END PRIVATE KEY----- ${secret} end`,
      );
      expect(text).not.toMatch(leaked);
    }
  });

  it('splits no pair of surrogates', () => {
    for (const pad of ['', 'x']) expect(beginning(pad + '😀'.repeat(4000)).isWellFormed()).toBe(true);
  });
});
