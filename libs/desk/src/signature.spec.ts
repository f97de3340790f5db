import { signerOf } from './signature';

describe('signerOf, while a secret is being changed', () => {
  it.each([
    ['new', 'present'],
    ['old', 'previous'],
    ['other', null],
  ])('what %s signed is by %s', (by, signer) => {
    const asked: string[] = [];
    const isSignedBy = (secret: string) => (asked.push(secret), secret === by);
    expect(signerOf({ present: 'new', previous: 'old' }, isSignedBy)).toBe(signer);
    expect(asked).toEqual(['new', 'old']);
  });

  it('knows no previous secret where none is set', () => {
    expect(signerOf({ present: 'new', previous: undefined }, (secret) => secret !== 'new')).toBeNull();
  });
});
