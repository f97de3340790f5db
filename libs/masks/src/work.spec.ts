import { Mask } from './mask';

const mask = new Mask();
const HOSTILE = ['4 ', '12:', '4%20', '123-', '1.1.', '4242 ', 'DE89', '/a', 'a=', 'token ', 'password: ', 'typed in the password field ', 'my key is ', 'code 1 ', 'curl -u a:b ', 'Ab1', ':', 'a:b@', '•••,a1b ', '"', '(']; // prettier-ignore

/** Milliseconds of CPU, so that waiting for one does not count; the least of three. */
function cost(work: () => unknown): number {
  const times = [0, 1, 2].map(() => {
    const from = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1000;
  });
  return Math.min(...times);
}

describe('the work of masking', () => {
  it.each(HOSTILE)('grows with the length of a text of %j, not with its square', (piece) => {
    const textOf = (length: number) => piece.repeat(Math.ceil(length / piece.length));
    mask.text(textOf(10_000));
    const small = cost(() => mask.text(textOf(10_000)));
    const big = cost(() => mask.text(textOf(100_000)));
    // Ten times the text; a square would be a hundred times. What takes less than 10 ms is noise.
    expect(big).toBeLessThan(45 * Math.max(small, 10));
  });

  it('on a usual text is that of a few round trips through JSON', () => {
    const text = 'User clicked Sign up button on the pricing page';
    const action = { index: 1, type: 'click', description: text, canonical_url: 'https://shop.example/pricing' };
    const many = (work: () => unknown) => () => {
      for (let i = 0; i < 2000; i++) work();
    };
    const masking = many(() => mask.text(text));
    const json = many(() => JSON.parse(JSON.stringify({ payload: [action, action, action] })) as unknown);
    masking();
    json();
    expect(cost(masking)).toBeLessThan(10 * cost(json));
  });
});
