import { base, losesNothing, type Play, rareOr, traps, WRITER_POINTS } from './kills';
import { BRIEF, LONG } from './length';

const brief: [string, Play][] = [
  [
    'at random, and here and there at a point,',
    { ...base, actions: 500, perSecond: 50, kills: 2, traps: traps('SIGKILL', rareOr(40, 3)) },
  ],
];
const short: [string, Play][] = [
  [
    'at every point and at random',
    {
      ...base,
      actions: 2000,
      perSecond: 120,
      kills: 6,
      traps: traps('SIGKILL', rareOr(60, 4)),
      streamTraps: 'admitted:SIGKILL:25',
    },
  ],
  [
    'frozen beyond their lock at every point',
    { ...base, actions: 600, perSecond: 60, refusals: 0, traps: traps('SIGSTOP', rareOr(40, 3)) },
  ],
];
const long: [string, Play][] = [
  ['at random', { ...base, sessions: 60, actions: 6000, perSecond: 150, kills: 25, refusals: 0.05 }],
  ...[...WRITER_POINTS].flatMap((point): [string, Play][] => [
    [
      `exactly at "${point}"`,
      { ...base, actions: 1200, perSecond: 120, traps: `${point}:SIGKILL:${rareOr(25, 3)(point)}` },
    ],
    [
      `frozen beyond the lock at "${point}"`,
      { ...base, actions: 600, perSecond: 60, traps: `${point}:SIGSTOP:${rareOr(25, 3)(point)}` },
    ],
  ]),
  ['between admit and add', { ...base, actions: 1200, perSecond: 120, streamTraps: 'admitted:SIGKILL:15' }],
];

describe('processes that are killed', () => {
  it.each(LONG ? long : BRIEF ? brief : short)(
    '%s lose nothing, double nothing and keep the order',
    losesNothing,
    900_000,
  );
});
