import pino from 'pino';
import { logOptions } from './log.options';

describe('a log line', () => {
  const logged = (fields: object): Record<string, unknown> => {
    const lines: string[] = [];
    const { level, base, timestamp, formatters, hooks, serializers } = logOptions('info');
    const options = { level, base, timestamp, formatters, hooks, serializers };
    pino(options, { write: (line: string) => void lines.push(line) }).info(fields);
    return JSON.parse(lines[0]!) as Record<string, unknown>;
  };

  it('shows no field that is named like a secret, nor one of a field', () => {
    const inner = { token: 'planted', path: '/x' };
    const fields = { authorization: 'planted', password: 'planted', body: { a: 'planted' }, inner, job: 'j-1' };
    expect(logged(fields)).toMatchObject({
      authorization: '••••',
      password: '••••',
      body: '••••',
      inner: { token: '••••', path: '/x' },
      job: 'j-1',
    });
    // What was given to the log is left as it was.
    expect(inner).toEqual({ token: 'planted', path: '/x' });
    expect(fields.password).toBe('planted');
  });

  it('shows of an error its name, message, code and causes, and nothing else that it carries', () => {
    const cause = Object.assign(new Error('refused'), { code: 'ECONNREFUSED', body: 'planted' });
    const err = Object.assign(new TypeError('failed', { cause }), { headers: { authorization: 'planted' } });
    const line = logged({ err });
    expect(line).toMatchObject({
      err: { type: 'TypeError', message: 'failed', cause: { message: 'refused', code: 'ECONNREFUSED' } },
    });
    expect(JSON.stringify(line)).not.toContain('planted');
  });

  it('escapes what a terminal or a reader of lines takes for an instruction', () => {
    const lines: string[] = [];
    const { level, hooks } = logOptions('info');
    pino({ level, hooks }, { write: (line: string) => void lines.push(line) }).info({
      text: 'a\u009b31m\u2028b\u007f',
    });
    expect(lines[0]).toContain('a\\u009b31m\\u2028b\\u007f');
  });
});
