import { LINK_CODES } from './link.codes';
import { LUA } from './lua/files';
import { SCRIPTS, textOf } from './session.scripts';

describe('the session scripts', () => {
  it('know the letters by which links are stored', () => {
    const codes = Object.entries(LINK_CODES).map(([how, letter]) => `${how} = '${letter}'`);
    expect(LUA['shared/conversation']).toContain(`LINK_CODES = { ${codes.join(', ')} }`);
  });

  it('have a text each, whose head says what it takes', () => {
    for (const name of SCRIPTS) expect(textOf(name)).toContain('local rules = cjson.decode(table.remove(ARGV))');
    for (const [path, text] of Object.entries(LUA))
      expect({ path, head: text.slice(0, 3) }).toEqual({ path, head: '-- ' });
  });
});
