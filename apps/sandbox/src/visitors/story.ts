import type { Happening } from '../shop/wording';

/** One thing that a visitor does, before it has a time. */
export type Step = Omit<Happening, 'at'>;

const DEEDS: Record<string, Happening['type'][]> = {
  land: ['pageview'],
  click: ['click'],
  submit: ['submit'],
  see: ['message'],
  fill: ['focus', 'type', 'blur'],
  leave: ['focus', 'type'],
};

/**
 * A visit as a few lines: `/checkout: land; fill Card number; click Pay now x4; see Your bank declined the payment`. What is filled
 * in is focused, typed in and left; what is left half done is not.
 */
export function story(lines: string): Step[] {
  return lines
    .trim()
    .split('\n')
    .flatMap((line) => {
      const [, path = '', deeds = ''] = /^\s*(\S+): (.*)$/.exec(line) ?? [];
      return deeds.split('; ').flatMap((deed) => stepsOf(path, deed));
    });
}

function stepsOf(path: string, deed: string): Step[] {
  const [, verb = '', label = '', times = '1'] = /^(\w+) ?(.*?)(?: x(\d+))?$/.exec(deed) ?? [];
  const types = DEEDS[verb];
  if (!types || path === '') throw new Error(`a story cannot say "${deed}" at "${path}"`);
  const once = types.map((type) => ({ type, label, path }));
  return Array.from({ length: Number(times) }, () => once).flat();
}
