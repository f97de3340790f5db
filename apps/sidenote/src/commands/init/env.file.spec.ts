import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { withValues, writeEnvFile } from './env.file';

describe('values in a .env file', () => {
  it('stand in the place of earlier ones, else at the end; every other line stays', () => {
    const text = '# ours\nA=1\n\nexport B="old"\n# B=commented\nC=3';
    expect(
      withValues(
        text,
        new Map([
          ['B', 'new'],
          ['D', 'more'],
        ]),
      ),
    ).toBe('# ours\nA=1\n\nB=new\n# B=commented\nC=3\nD=more\n');
  });

  it.each(['plain', 'with space', 'a#b', "it's", 'say "x"', `both ' and "`, 'a=b', 'back\\slash', '$HOME'])(
    '%s is read back as it was',
    (value) => expect(parseEnv(withValues('', new Map([['X', value]])))).toEqual({ X: value }),
  );

  it('are for their owner only, whoever could read the file before, and nothing is left beside it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidenote-env-'));
    const path = join(folder, '.env');
    writeFileSync(path, 'KEPT=1\n', { mode: 0o644 });
    writeEnvFile(path, new Map([['X', '1']]));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readFileSync(path, 'utf8')).toBe('KEPT=1\nX=1\n');
    expect(readdirSync(folder)).toEqual(['.env']);
    rmSync(folder, { recursive: true });
  });
});
