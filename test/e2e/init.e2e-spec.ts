import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { runCommand } from '../support/command';
import { OtherSide } from '../support/sandbox';

/** A command is a process of its own: a busy machine takes its time. */
const PROCESS_MS = 300_000;

describe('sidenote init', () => {
  let other: OtherSide;
  let folder: string;
  let file: string;
  beforeAll(async () => {
    other = await OtherSide.start();
  });
  afterAll(() => other?.close());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sidenote-init-'));
    file = join(folder, '.env');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const answers = () => {
    const e = other.environment;
    const names = [
      'AUTOPLAY_STREAM_URL',
      'AUTOPLAY_API_TOKEN',
      'INTERCOM_ACCESS_TOKEN',
      'INTERCOM_ADMIN_ID',
      'INTERCOM_CLIENT_SECRET',
    ];
    return Object.fromEntries(names.map((name) => [name, e[name]!]));
  };
  const run = (lines: string[]) =>
    runCommand(
      ['init', '--file', file],
      { INTERCOM_BASE_URL: other.environment.INTERCOM_BASE_URL! },
      lines.map((line) => `${line}\n`).join(''),
    );

  it(
    'asks for five values, checks each, asks again for a wrong one, and writes the file without showing a secret',
    async () => {
      writeFileSync(file, '# ours\nLOG_LEVEL=debug\n', { mode: 0o644 });
      const right = answers();
      const [url, token, access, admin, secret] = Object.values(right) as [string, string, string, string, string];
      const wrong = ['not-the-stream-token', 'not-the-access-token'];
      const { code, stdout, stderr } = await run([
        ...['no url', url, wrong[0]!, url, token],
        ...[wrong[1]!, access, '99', admin, '', secret],
      ]);
      expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
      expect(parseEnv(readFileSync(file, 'utf8'))).toEqual({ LOG_LEVEL: 'debug', ...right });
      expect(readFileSync(file, 'utf8')).toMatch(/^# ours$/m);
      expect(statSync(file).mode & 0o777).toBe(0o600);
      for (const told of [
        'AUTOPLAY_API_TOKEN',
        'the token is refused (401)',
        'there is no team mate 99',
        '✓ workspace',
      ])
        expect(stderr).toContain(told);
      expect(stderr).toContain(`${admin}  Northwind Context`);
      for (const hidden of [token, access, secret, ...wrong]) expect(stderr).not.toContain(hidden);
    },
    PROCESS_MS,
  );

  it(
    'writes nothing when the answers end, and says which one is missing',
    async () => {
      const { code, stderr } = await run([answers().AUTOPLAY_STREAM_URL!]);
      expect(code).toBe(1);
      expect(stderr).toContain('AUTOPLAY_API_TOKEN was not answered');
      expect(existsSync(file)).toBe(false);
    },
    PROCESS_MS,
  );

  it(
    'replaces values that are there only when it may',
    async () => {
      writeFileSync(file, 'INTERCOM_ADMIN_ID=1\n');
      const { code, stderr } = await run(['n']);
      expect(code).toBe(1);
      expect(stderr).toContain('has INTERCOM_ADMIN_ID already');
      expect(readFileSync(file, 'utf8')).toBe('INTERCOM_ADMIN_ID=1\n');
    },
    PROCESS_MS,
  );
});
