import fc from 'fast-check';
import { shortened, widthOf } from './shortened';

describe('a line of the panel', () => {
  it.each<[string, number, string, string]>([
    ['fits', 20, 'clicked Pay now', 'clicked Pay now'],
    ['fits to the letter', 15, 'clicked Pay now', 'clicked Pay now'],
    ['has its white space as one space', 20, ' clicked\n\t Pay   now ', 'clicked Pay now'],
    ['ends after a whole word', 24, 'clicked Compare plans on the pricing page', 'clicked Compare plans…'],
    ['ends without what belongs to the next word', 20, 'typed into Name — (first and last)', 'typed into Name…'],
    ['ends without a quote that is opened', 19, 'clicked "Apply", "Last 12 months"', 'clicked "Apply"…'],
    ['ends without a lonely separator', 18, 'opened the basket, then paid', 'opened the basket…'],
    ['is cut within a word that is longer than the line', 12, 'Donaudampfschifffahrt', 'Donaudampfs…'],
    [
      'is cut within a word that leaves less than half a line',
      20,
      'on /billing/plan-of-the-year/2026',
      'on /billing/plan-of…',
    ],
    [
      'of Japanese ends after a whole word, two letters a sign',
      20,
      '料金ページでプランを比較するボタンをクリック',
      '料金ページでプラン…',
    ],
    ['of Chinese likewise', 12, '点击了价格页面上的按钮', '点击了价格…'],
    ['of Korean likewise', 14, '사용자가 결제 버튼을 눌렀습니다', '사용자가 결제…'],
    ['of Thai, which has no spaces, likewise', 11, 'ผู้ใช้คลิกปุ่มชำระเงิน', 'ผู้ใช้คลิกปุ่ม…'],
    ['never ends within an emoji', 5, '👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦', '👩‍👩‍👧‍👦👩‍👩‍👧‍👦…'],
    ['never ends within a flag', 4, '🇩🇪🇫🇷🇮🇹', '🇩🇪…'],
    ['never ends between a letter and its accent', 3, 'e\u0301e\u0301e\u0301e\u0301', 'e\u0301e\u0301…'],
    ['is of nothing', 10, ' \n ', ''],
  ])('%s', (_, most, text, line) => expect(shortened(text, most)).toBe(line));

  it('is as long as it may be at most, whatever it is of, and what is short stays whole', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 80 }), fc.integer({ min: 4, max: 40 }), (text, most) => {
        const line = shortened(text, most);
        expect(widthOf(line)).toBeLessThanOrEqual(most);
        const whole = text.replace(/\s+/g, ' ').trim();
        if (widthOf(whole) <= most) expect(line).toBe(whole);
        else expect(line).toMatch(/…$/);
      }),
    );
  });

  it('looks at the start alone of what has no end', () => {
    const endless = `e${'\u0301'.repeat(1_000_000)}`;
    expect(shortened(endless, 27).length).toBeLessThan(500);
    expect(shortened('word '.repeat(200_000), 27)).toBe('word word word word word…');
  });
});
