import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Settings, SETTINGS_HELP, type SettingName } from '@app/config';
import { JOB_IDS, QUEUE_KEYS, QUEUES } from '@app/queues';
import { startSandbox } from '@role/sandbox';
import { runCommand } from '../support/command';

const ROOT = resolve(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const inDocs = readdirSync(join(ROOT, 'docs'), { recursive: true, encoding: 'utf8' }).map((path) => `docs/${path}`);
const FILES = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', ...inDocs.filter((path) => path.endsWith('.md'))];
const PAGES = FILES.map((path) => ({ path, text: read(path) }));
const ALL = PAGES.map(({ text }) => text).join('\n');

const slug = (heading: string) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
const anchorsOf = (text: string) => [...text.matchAll(/^#+ (.+)$/gm)].map((match) => slug(match[1]!));

const cellsOf = (row: string) =>
  row
    .split(/(?<!\\)\|/)
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('\\', ''));
const rowsOf = (text: string) => text.split('\n').filter((line) => line.startsWith('| `'));

/** What stands in code, line by line: a reader types it. */
const CODE = PAGES.flatMap(({ text }) => [
  ...[...text.matchAll(/^```\w*\n([^]*?)^```$/gm)].flatMap((match) => match[1]!.split('\n')),
  ...[...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map((match) => match[1]!),
]).map((line) => line.replace(/\s+#.*$/, '').trim());

describe('the documents', () => {
  it.each(PAGES)('every link of $path leads somewhere', ({ path, text }) => {
    const broken = [...text.matchAll(/\]\(([^)\s]+)\)|\bsrc(?:set)?="([^"]+)"/g)]
      .map((match) => (match[1] ?? match[2])!)
      .filter((link) => !/^https?:/.test(link))
      .filter((link) => {
        const [file = '', anchor] = link.split('#');
        const target = file === '' ? join(ROOT, path) : join(ROOT, dirname(path), file);
        if (!existsSync(target)) return true;
        return anchor !== undefined && !anchorsOf(readFileSync(target, 'utf8')).includes(anchor);
      });
    expect(broken).toEqual([]);
  });

  it('every picture is shown, light beside dark', () => {
    const shown = (name: string) => ALL.includes(`${name})`) || ALL.includes(`${name}"`);
    const pictures = inDocs.filter((path) => path.endsWith('.png')).map((path) => path.replace('docs/', ''));
    expect(pictures.length).toBeGreaterThan(5);
    expect(pictures.filter((name) => !shown(name))).toEqual([]);
    for (const [, dark, light] of ALL.matchAll(/srcset="([^"]+)-dark\.png"><img src="([^"]+)\.png"/g))
      expect(dark).toBe(light);
  });

  it('README leads to everything in 150 lines', () => {
    expect(read('README.md').trimEnd().split('\n').length).toBeLessThanOrEqual(150);
  });

  it('every file that is named exists', () => {
    const named = CODE.filter((code) => /^(apps|libs|test|docs|scripts|ops|bin|bench|docker)\/[\w./-]+$/.test(code));
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });

  it('docs/architecture.md knows every folder, and its picture of the flow only those that exist', () => {
    const text = read('docs/architecture.md');
    const [picture = ''] = /^```mermaid\n[^]*?^```$/m.exec(text) ?? [];
    const folders = ['apps', 'libs'].flatMap((top) => readdirSync(join(ROOT, top)).map((name) => `${top}/${name}`));
    const rows = rowsOf(text).join('\n');
    expect(folders.filter((folder) => !rows.includes(`\`${folder}\``))).toEqual([]);
    const drawn = picture.match(/\b(?:apps|libs)\/\w+/g) ?? [];
    expect(drawn.length).toBeGreaterThan(6);
    expect(drawn.filter((folder) => !folders.includes(folder))).toEqual([]);
  });

  it('every test that is named exists, and every row of the failure modes names one', () => {
    const named = PAGES.flatMap(({ path, text }) =>
      [...text.matchAll(/“([^”]+)”(?=[^\n]*?\]\(([^)]*spec\.ts)\))/g)].map(([, title, file]) => ({
        title: title!,
        file: join(dirname(path), file!),
      })),
    );
    expect(named.length).toBeGreaterThan(50);
    expect(named.filter(({ title, file }) => !read(file).includes(title))).toEqual([]);
    const rows = read('docs/failure-modes.md')
      .split('\n')
      .filter((line) => line.startsWith('| ') && !/^\| (-|what fails )/.test(line));
    expect(rows.length).toBeGreaterThan(30);
    expect(rows.filter((row) => !row.includes('spec.ts)'))).toEqual([]);
  });

  it('docs/configuration.md describes every setting as the service does', () => {
    // Checked against the service beside the settings: what has to be given is not behind a `#`.
    const required = new Set(Object.keys(parseEnv(read('.env.example'))));
    const defaults = new Settings();
    const valueOf = (name: SettingName) => {
      if (required.has(name)) return '**needed**';
      const value = defaults[name];
      if (value === undefined || (Array.isArray(value) && value.length === 0)) return '';
      return `\`${typeof value === 'boolean' ? (value ? 'on' : 'off') : String(value)}\``;
    };
    const names = Object.keys(SETTINGS_HELP) as SettingName[];
    const expected = names.map((name) => {
      const { purpose, expected, found } = SETTINGS_HELP[name];
      return [`\`${name}\``, valueOf(name), purpose, expected + (found ? `. Find it: ${found}` : '')];
    });
    const told = rowsOf(read('docs/configuration.md'))
      .map(cellsOf)
      .filter(([name = '']) => /^`[A-Z][A-Z0-9_]+`$/.test(name));
    const byName = (a: string[], b: string[]) => a[0]!.localeCompare(b[0]!);
    expect(told.sort(byName)).toEqual(expected.sort(byName));
  });

  it('tell every queue, and the ids of its jobs', () => {
    const [key, gen, n] = ['<session key>', '<generation>', '<number>'] as [string, never, never];
    const ids: Record<string, string> = {
      sessionActions: JOB_IDS.payload('<session key>', '<event id>'),
      sessionNotes: JOB_IDS.flush(key, gen),
      summaries: JOB_IDS.summarise(key, n),
      redactions: JOB_IDS.redact('<part id>'),
      deadLetters: JOB_IDS.deadLetter('<ref>'),
      maintenance: 'sweep',
    };
    const rows = rowsOf(read('docs/architecture.md'));
    for (const queue of QUEUE_KEYS) {
      const row = rows.find((line) => cellsOf(line)[0] === `\`${QUEUES[queue].name}\``);
      expect(row).toContain(`\`${ids[queue]}\``);
      expect(cellsOf(row!)[5]).toBe(
        QUEUES[queue].workers > 1
          ? `${QUEUES[queue].workers} × ${QUEUES[queue].concurrency}`
          : `${QUEUES[queue].concurrency}`,
      );
    }
  });

  it('docs/scaling.md counts the connections of a writer as they are made', () => {
    const workers = QUEUE_KEYS.reduce((sum, key) => sum + QUEUES[key].workers, 0);
    const queues = QUEUE_KEYS.length;
    expect(read('docs/scaling.md')).toContain(
      `has ${2 * workers + queues + 2} (two for each of its ${workers} workers, one for each of ${queues} queues, two of its own)`,
    );
  });

  it('every metric that is named exists, and every alert has its first look', () => {
    const table = read('libs/metrics/src/metric.table.ts');
    const metrics = [...new Set(ALL.match(/sidenote_[a-z_]+/g))];
    expect(metrics.filter((name) => !table.includes(`'${name}'`))).toEqual([]);
    const alerts = [...read('ops/prometheus/alerts.yml').matchAll(/- alert: (\w+)/g)].map((match) => match[1]);
    const told = [...read('docs/operating.md').matchAll(/`(Sidenote[A-Z]\w+)`/g)].map((match) => match[1]);
    expect(told.sort()).toEqual(alerts.sort());
  });
});

describe('the commands of the documents', () => {
  /** What the built program says of itself and of each command, out of one process. */
  let help: Record<string, string>;
  beforeAll(() => {
    const print = `
      const { program } = require(${JSON.stringify(join(ROOT, 'dist/apps/sidenote/apps/sidenote/src/commands/program.js'))});
      const all = program('0', '');
      const texts = [['', all], ...all.commands.map((one) => [one.name(), one])].map(([name, one]) => [name, one.helpInformation()]);
      console.log(JSON.stringify(Object.fromEntries(texts)));`;
    const stdout = execFileSync(process.execPath, ['-r', 'reflect-metadata', '-e', print], {
      cwd: ROOT,
      encoding: 'utf8',
    });
    help = JSON.parse(stdout) as Record<string, string>;
  });
  const commandsOf = (text: string) => [...text.matchAll(/^ {2}([a-z]+)(?: [[<]| {2})/gm)].map((match) => match[1]!);
  const shown = CODE.flatMap((line) => {
    const match = /^(?:sidenote|node bin\/sidenote\.js|docker compose run (?:--\S+ )*\w+) ([a-z]+)(.*)$/.exec(line);
    return match ? [{ line, command: match[1]!, flags: match[2]!.match(/--[a-z-]+/g) ?? [] }] : [];
  });

  const told = [...new Set(shown.map(({ command }) => command))];

  it('are all that there are', () => {
    expect(shown.length).toBeGreaterThan(10);
    const known = commandsOf(help['']!).filter((name) => name !== 'help');
    expect(known.sort()).toEqual(told.sort());
  });

  it.each(told)('sidenote %s has the options that are shown', (command) => {
    const text = help[command]!;
    expect(text).toContain(`Usage: sidenote ${command}`);
    expect(shown.filter((one) => one.command === command && one.flags.some((flag) => !text.includes(flag)))).toEqual(
      [],
    );
  });

  it('are scripts of package.json where they begin with npm', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const used = CODE.flatMap((line) => /^npm (?:run )?(start|test|(?<=run )[\w:-]+)/.exec(line)?.[1] ?? []);
    expect(used).toEqual(expect.arrayContaining(['start', 'test', 'build']));
    expect(used.filter((name) => !(name in scripts))).toEqual([]);
  });

  it('sidenote webhook prints the topics that the manual lists', async () => {
    const { code, stdout } = await runCommand(['webhook'], { PUBLIC_BASE_URL: 'https://side.example' });
    expect(code).toBe(0);
    expect(stdout).toContain('https://side.example/webhooks/intercom');
    const topics = /^Topics\n([^]*?)\n\n/m
      .exec(stdout)![1]!
      .split('\n')
      .map((line) => line.trim().split(/ {2,}/));
    const told = rowsOf(read('docs/going-live.md')).filter((row) => /^\| `co\w+\./.test(row));
    expect(told.map(cellsOf)).toEqual(topics.map(([topic, reason]) => [`\`${topic}\``, reason]));
  });

  it('make the sandbox do what its page says', async () => {
    const requests = [...read('docs/sandbox.md').matchAll(/`(GET|POST|DELETE) (\/\S+)(?: (\{.*\}))?` +\|$/gm)];
    expect(requests.length).toBeGreaterThan(10);
    const sandbox = await startSandbox({ port: 0, visitors: false });
    try {
      for (const [, method, path, body] of requests) {
        const headers = { 'content-type': 'application/json' };
        const { status } = await fetch(`${sandbox.url}/control${path}`, { method, headers, body });
        expect(`${method} ${path} ${body ?? ''}: ${status}`).toMatch(/: 20[01]$/);
      }
    } finally {
      await sandbox.close();
    }
  });
});
