import { base, CALM, LINK_NOTES_COUNT, losesNothing, type Play, QUIET, rareOr, traps } from './kills';
import { LONG } from './length';

const inPreset = { ...base, sessions: 2, writers: 2, kills: 4, traps: traps('SIGKILL', rareOr(10, 2)) };
const short: [string, Play][] = [
  ['with the preset calm', { ...inPreset, deployment: CALM, actions: 700, perSecond: 100 }],
  ['with the preset quiet', { ...inPreset, deployment: QUIET, actions: 300, perSecond: 50 }],
];
const long = (
  [
    ['with the preset calm', CALM],
    ['with the preset quiet', QUIET],
    ['where notes of the link count', LINK_NOTES_COUNT],
  ] as const
).flatMap(([name, deployment]): [string, Play][] => [
  [name, { ...base, deployment, actions: 4000, perSecond: 100, kills: 20, traps: traps('SIGKILL', rareOr(50, 4)) }],
  [
    `${name}, frozen beyond their lock`,
    { ...base, deployment, actions: 1200, perSecond: 60, refusals: 0, traps: traps('SIGSTOP', rareOr(40, 3)) },
  ],
]);

describe('processes that are killed, with other notes than the defaults', () => {
  it.each(LONG ? long : short)('%s: nothing is lost, nothing doubled, and the order kept', losesNothing, 900_000);
});
