import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../../..');
const sources = ['apps', 'libs'].flatMap((top) =>
  readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(ts|lua)$/.test(path) && !/(spec|fixture)\.ts$|lua\/files\.ts$/.test(path))
    .map((path) => ({ folder: `${top}/${path.split('/')[0]}`, text: readFileSync(join(ROOT, top, path), 'utf8') })),
);

/** `<prefix>:<family>…`, as TypeScript and as Lua write it: comments, which name a key, hold no `${`. */
const IN_TYPESCRIPT = /\$\{[\w.]*prefix\}:(?:(\w+)|\$)/gi;
const IN_LUA = /\bP \.\. ':(\w+)/g;

/** Which folders build keys of each family; '' is one whose name is not written down. */
function owners(): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const { folder, text } of sources)
    for (const [, family = ''] of [...text.matchAll(IN_TYPESCRIPT), ...text.matchAll(IN_LUA)])
      found.set(family, (found.get(family) ?? new Set()).add(folder));
  return found;
}

describe('Redis keys', () => {
  const byFamily = owners();

  it('of one family are built in one folder; others ask it', () => {
    expect(byFamily.size).toBeGreaterThan(20);
    const shared = [...byFamily].filter(([, folders]) => folders.size > 1);
    expect(shared.map(([family, folders]) => `${family}: ${[...folders].join(', ')}`)).toEqual([]);
  });

  it('of sessions, conversations and people are those of libs/sessions', () => {
    for (const family of ['s', 'c', 'dead', 'due', 'paused', 'dropped', 'owed', ''])
      expect([family, ...(byFamily.get(family) ?? [])]).toEqual([family, 'libs/sessions']);
  });
});
