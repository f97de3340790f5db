import { linkLua, luaOf } from './lua';

const FILES = {
  head: '-- what all begin with\n\nlocal P = KEYS[1]\n',
  keys: '-- @include head\n\nlocal function key(name) return P .. name end\n',
  life: '-- @include head\n-- @include keys\n\nlocal function touch() return key(1) end\n',
  step: '-- step: one.\n-- @include life\n-- @include keys\n\nreturn touch()\n',
};

describe('scripts with includes', () => {
  it('have what they include once, in front of what needs it', () => {
    const { includes, body } = linkLua(FILES, 'step');
    expect(body).toBe('-- step: one.\n\nreturn touch()\n');
    expect(includes.match(/^local.*/gm)).toEqual([
      'local P = KEYS[1]',
      'local function key(name) return P .. name end',
      'local function touch() return key(1) end',
    ]);
    expect(luaOf(FILES, 'step')).toBe(`${includes}\n${body}`);
  });

  it('name what is missing', () => {
    expect(() => luaOf({ step: '-- @include shared/no\n' }, 'step')).toThrow('shared/no.lua is not there');
  });
});
