import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { LINK_DECISIONS } from '@app/contracts';
import { decisionInWords, lengthOf } from './decisions';

const RULES = { IDENTITY_LOOKBACK_SECONDS: 1800, INTERCOM_SESSION_ATTRIBUTE: 'posthog_session_id' };

describe('link decisions in plain English', () => {
  const scripts = join(__dirname, '../../sessions/src');
  const source = [
    'lua/admit.lua',
    'lua/shared/arrivals.lua',
    'lua/link-conversation.lua',
    'lua/link-session.lua',
    'lua/link-by-hand.lua',
    'lua/set-conversation-state.lua',
    'link.store.ts',
  ]
    .map((file) => readFileSync(join(scripts, file), 'utf8'))
    .join('\n');
  const everywhere = source + readFileSync(join(scripts, 'lua/files.ts'), 'utf8');
  // What a script decides, it stores by decided(), answers, or keeps in a variable of this kind.
  const told = [
    ...source.matchAll(
      /(?:decided\([^']*|reply\(|settle\([^']*|return \{ |\bhow = |, nil, |\bwhy = (?:[^'\n]*'1' and )?)'(\w+)'/g,
    ),
    ...source.matchAll(/(?:and|or) '((?:email|waiting|contact|session_has|already)_\w+)'/g),
  ].map((match) => match[1] ?? '');

  it.each([...new Set(told)])('%s, of the scripts, is one of the list, which has words for each', (name) => {
    expect(LINK_DECISIONS).toContain(name);
  });

  it.each(LINK_DECISIONS)('%s, of the list, is decided somewhere', (name) => {
    expect(everywhere).toContain(`'${name}'`);
  });

  it('names the rules that decided', () => {
    expect(decisionInWords('no_session', RULES)).toBe(
      'not linked: no session of this user was active in the last 30 minutes',
    );
    expect(decisionInWords('linked_by_attribute', RULES)).toContain('posthog_session_id');
  });

  it.each(['__proto__', 'constructor', 'something_new'])('%s, of another version, is told as it is', (name) => {
    expect(decisionInWords(name, RULES)).toBe(name.replaceAll('_', ' '));
  });

  it.each([
    [1800, '30 minutes'],
    [60, '1 minute'],
    [5400, '1.5 hours'],
    [86_400, '1 day'],
    [0, '0 seconds'],
  ])('%d s are %s', (seconds, words) => expect(lengthOf(seconds)).toBe(words));
});
