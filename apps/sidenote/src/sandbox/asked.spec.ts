import { askedIn } from './asked';

it.each([
  ['{"ask":"preset","preset":"calm"}', { ask: 'preset', preset: 'calm' }],
  ['{"ask":"kill-writer"}', { ask: 'kill-writer' }],
  ['{"ask":"preset","preset":"loud"}', null],
  ['{"ask":"shell"}', null],
  ['{"ask":', null],
  ['{"sandbox":"http://127.0.0.1:4000"}', null],
  ['GET /', null],
])('reads %s', (line, asked) => {
  expect(askedIn(line)).toEqual(asked);
});
