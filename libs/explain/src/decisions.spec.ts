import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decisionInWords, KNOWN_DECISIONS, lengthOf } from './decisions';

const RULES = { IDENTITY_LOOKBACK_SECONDS: 1800, INTERCOM_SESSION_ATTRIBUTE: 'posthog_session_id' };

describe('link decisions in plain English', () => {
  const scripts = join(__dirname, '../../sessions/src/lua');
  const source = readdirSync(scripts)
    .map((file) => readFileSync(join(scripts, file), 'utf8'))
    .join('\n');
  const told = [
    ...new Set(
      [...source.matchAll(/'((?:linked|email|session_has|waiting|contact|no_session|already|unknown)_?[a-z_]*)'/g)].map(
        (match) => match[1] ?? '',
      ),
    ),
  ].filter((name) => name.includes('_'));

  it('the scripts are found', () => expect(told.length).toBeGreaterThan(8));

  it.each(told.filter((name) => name !== 'contact_'))('%s has words', (name) => {
    expect(KNOWN_DECISIONS).toContain(name);
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
