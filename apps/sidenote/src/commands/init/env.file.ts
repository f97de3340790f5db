import { chmodSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

/** As `parseEnv` reads it back. */
function quoted(value: string): string {
  if (/^[^\s#'"`\\]+$/.test(value)) return value;
  const quote = ["'", '"', '`'].find((sign) => !value.includes(sign));
  if (quote === undefined) throw new Error('a value that holds all three kinds of quotes cannot be written');
  return `${quote}${value}${quote}`;
}

/** The text of a `.env` file with these values: in the place of earlier ones, else at its end; all other lines stay as they are. */
export function withValues(text: string, values: ReadonlyMap<string, string>): string {
  const left = new Map(values);
  const lines = text.replace(/\n$/, '').split('\n');
  const kept = lines.map((line) => {
    const name = /^\s*(?:export\s+)?([A-Z][A-Z0-9_]*)\s*=/.exec(line)?.[1] ?? '';
    const value = values.get(name);
    if (value === undefined) return line;
    left.delete(name);
    return `${name}=${quoted(value)}`;
  });
  const added = [...left].map(([name, value]) => `${name}=${quoted(value)}`);
  return `${[...(text === '' ? [] : kept), ...added].join('\n')}\n`;
}

/** Whole or not at all, and for its owner only. */
export function writeEnvFile(path: string, values: ReadonlyMap<string, string>): void {
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const next = `${path}.${process.pid}`;
  writeFileSync(next, withValues(before, values), { mode: 0o600, flag: 'wx' });
  chmodSync(next, 0o600);
  renameSync(next, path);
}
