import { loadSettings } from '@app/config';
import { tryNote } from '@app/doctor';
import { runCommand } from '../support/command';
import { OtherSide } from '../support/sandbox';

interface Trial {
  ok: boolean;
  partId: string | null;
  stored: { lines: string[]; html: string } | null;
  checks: { name: string; status: string; message: string; fix: string | null }[];
}

/** A command is a process of its own: a busy machine takes its time. */
const PROCESS_MS = 300_000;

describe('sidenote doctor --try', () => {
  let other: OtherSide;
  let conversation: string;
  beforeAll(async () => {
    other = await OtherSide.start();
    const { id } = await other.contact({ external_id: 'tried' });
    conversation = await other.writes(id, { webhook: false });
  });
  afterAll(() => other?.close());
  afterEach(() => other.clearFaults());

  const inProcess = async (changes: Record<string, string> = {}): Promise<Trial> =>
    tryNote(loadSettings({ ...other.environment, ...changes }, { roles: ['writer'] }), conversation);
  const statusOf = ({ checks }: Trial) => Object.fromEntries(checks.map(({ name, status }) => [name, status]));
  const last = async () => (await other.notes(conversation)).at(-1)!;

  it(
    'posts one note, shows how it is stored, redacts it, and says that every assumption held',
    async () => {
      const { code, stdout } = await runCommand(
        ['doctor', '--try', conversation, '--yes', '--json'],
        other.environment,
      );
      expect(code).toBe(0);
      const trial = JSON.parse(stdout) as Trial;
      expect(trial.checks.filter(({ status }) => status !== 'ok')).toEqual([]);
      expect(trial.checks.map(({ name }) => name)).toEqual([
        'a note is taken',
        'time',
        'rate-limit headers',
        "the answer's shape",
        'the answer holds the note',
        'read-back by ref',
        'author',
        'line breaks',
        'bold',
        'link',
        'redaction',
        'what a redaction leaves',
        'second redaction',
      ]);
      expect(trial.stored!.lines).toContain('[1] a line with signs: <b> & "quotes" é ✓');
      expect(await last()).toMatchObject({ id: trial.partId, redacted: true });
    },
    PROCESS_MS,
  );

  it(
    'asks before it posts: no answer is no',
    async () => {
      const before = (await other.notes(conversation)).length;
      const { code, stdout, stderr } = await runCommand(['doctor', '--try', conversation], other.environment);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toContain(`Post one note into conversation ${conversation}`);
      expect((await other.notes(conversation)).length).toBe(before);
    },
    PROCESS_MS,
  );

  it(
    'ends with 1 where something that we rely on does not hold, in lines for a person',
    async () => {
      await other.fault({ target: 'redact', kind: 'status', status: 403, times: -1 });
      const { code, stdout } = await runCommand(['doctor', '--try', conversation, '--yes'], other.environment);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^✗ redaction +POST \/conversations\/redact: 403/m);
      expect(stdout).toContain('delete it by hand');
      expect(stdout).toMatch(/^ {2}│ \[2\] a line of its own$/m);
      expect((await last()).redacted).toBe(false);
    },
    PROCESS_MS,
  );

  it.each([
    ['an answer without the note', 'no-part-after-store', {}, { 'the answer holds the note': 'warning' }],
    ['a colleague’s part behind ours', 'foreign-part-last', {}, { 'the answer holds the note': 'ok' }],
    ['a connection that breaks after it', 'reset-after-store', {}, { 'a note is taken': 'warning' }],
    ['a gateway that gives up', 'status-after-store', { status: 504 }, { 'a note is taken': 'warning' }],
    [
      'a note that is stored late',
      'status-before-late-store',
      { status: 504, ms: 1_500 },
      { 'read-back by ref': 'ok' },
    ],
    ['an answer that is no JSON', 'not-json-after-store', {}, { 'a note is taken': 'warning' }],
  ])('%s breaks nothing that we rely on, and the note is redacted', async (_, kind, more, expected) => {
    await other.fault({ target: 'reply', kind, ...more });
    const trial = await inProcess();
    expect(statusOf(trial)).toMatchObject({ 'read-back by ref': 'ok', redaction: 'ok', ...expected });
    expect(trial.ok).toBe(true);
    const { parts } = await other.thread(conversation);
    expect(parts.find(({ id }) => id === trial.partId)?.redacted).toBe(true);
  });

  it.each([
    [
      'the token is refused',
      { INTERCOM_ACCESS_TOKEN: 'broken-token' },
      null,
      'a note is taken',
      'INTERCOM_ACCESS_TOKEN',
    ],
    ['the admin is unknown', { INTERCOM_ADMIN_ID: '1' }, null, 'a note is taken', 'INTERCOM_ADMIN_ID'],
    ['it cannot be read', {}, { target: 'get', kind: 'status', status: 403, times: -1 }, 'read-back by ref', 'scope'],
    [
      'it may not be redacted',
      {},
      { target: 'redact', kind: 'status', status: 403, times: -1 },
      'redaction',
      'by hand',
    ],
  ])('%s: it says so, and what to do', async (_, changes, fault, name, fix) => {
    if (fault) await other.fault(fault);
    const trial = await inProcess(changes as Record<string, string>);
    expect(trial.ok).toBe(false);
    const failed = trial.checks.filter(({ status }) => status === 'failure');
    expect(failed).toMatchObject([{ name, fix: expect.stringContaining(fix) }]);
    expect(JSON.stringify(trial)).not.toContain('broken-token');
  });
});
