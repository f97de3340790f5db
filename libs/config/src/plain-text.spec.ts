import { plainTextWarnings } from './plain-text';
import { loadSettings } from './settings.load';

const warned = (env: Record<string, string>) => plainTextWarnings(loadSettings(env, { roles: [] }));

it.each([
  ['REDIS_URL', 'redis://:hunter2-secret@redis.example:6379', 'rediss://'],
  ['REDIS_URL', 'redis://10.0.0.7:6379', 'rediss://'],
  ['AUTOPLAY_STREAM_URL', 'http://connector.example/stream/p?token=hunter2-secret', 'https://'],
  ['INTERCOM_BASE_URL', 'http://intercom.example', 'https://'],
  ['OPENAI_BASE_URL', 'http://192.168.1.5:8080/v1', 'https://'],
])('%s %s is warned of, without a word of a credential', (name, value, better) => {
  const [line, ...more] = warned({ [name]: value });
  expect(more).toEqual([]);
  expect(line).toMatch(new RegExp(`^${name} is plain .* use ${better}$`));
  expect(line).not.toContain('hunter2');
});

it.each([
  ['REDIS_URL', 'rediss://redis.example:6379'],
  ['REDIS_URL', 'redis://127.0.0.1:6379'],
  ['REDIS_URL', 'redis://[::1]:6379'],
  ['REDIS_URL', 'redis://redis:6379'],
  ['AUTOPLAY_STREAM_URL', 'http://sandbox.localhost:4000/p'],
  ['OPENAI_BASE_URL', 'https://llm.example/v1'],
])('%s %s is not', (name, value) => expect(warned({ [name]: value })).toEqual([]));
