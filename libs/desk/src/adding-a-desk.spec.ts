import { complaints, documentedFiles } from '../../../test/support/documented.desk';
import { minidesk } from '../../../test/support/minidesk';
import { testDesk } from './desk.contract';

describe('docs/adding-a-desk.md', () => {
  it('its code compiles in its place', () => {
    const files = documentedFiles();
    expect([...files.keys()]).toEqual([
      'libs/config/src/settings.ts',
      'libs/minidesk/src/minidesk.desk.ts',
      'libs/minidesk/src/index.ts',
      'apps/sidenote/src/desk.ts',
    ]);
    // The compiler looks indeed: of what is wrong it complains.
    const wrong = "import { Minidesk } from './minidesk.desk';\nexport const desk = new Minidesk({});";
    expect(complaints(new Map([...files, ['libs/minidesk/src/wrong.ts', wrong]]))).toEqual([
      expect.stringMatching(/wrong\.ts:\d+ Argument of type '{}' is not assignable/),
    ]);
  });
});

testDesk('Minidesk', [], minidesk);
