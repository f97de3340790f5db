/** Scripts of a lib and what they share, by path without `.lua`; `npm run write:lua` gathers them. */
export type LuaFiles = Readonly<Record<string, string>>;

const INCLUDE = /^-- @include (\S+)\n/gm;

/** A script apart from what it includes. `includes`: each once, whatever it needs itself in front of it. */
export function linkLua(files: LuaFiles, name: string): { includes: string; body: string } {
  const seen = new Set<string>();
  const texts: string[] = [];
  const take = (path: string): string => {
    const text = files[path];
    if (text === undefined) throw new Error(`${path}.lua is not there (npm run write:lua)`);
    for (const [, included] of text.matchAll(INCLUDE)) {
      if (seen.has(included!)) continue;
      seen.add(included!);
      texts.push(take(included!));
    }
    return text.replace(INCLUDE, '');
  };
  const body = take(name);
  return { includes: texts.join('\n'), body };
}

export function luaOf(files: LuaFiles, name: string): string {
  const { includes, body } = linkLua(files, name);
  return `${includes}\n${body}`;
}
