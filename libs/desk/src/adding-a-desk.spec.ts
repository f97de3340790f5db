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
    expect(complaints(files)).toEqual([]);
    const wrong = files.get('libs/minidesk/src/index.ts')!.replace('MINIDESK_TOKEN', 'MINIDESK_TOKE');
    expect(complaints(new Map([...files, ['libs/minidesk/src/index.ts', wrong]])).join()).toContain('MINIDESK_TOKE');
  });
});

testDesk('Minidesk', [], minidesk);
