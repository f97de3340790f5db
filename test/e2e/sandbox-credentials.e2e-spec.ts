import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { SANDBOX_CREDENTIALS as OF_THE_COMMAND } from '../../apps/sidenote/src/sandbox/credentials';

it('the sandbox and the command that starts it agree on the credentials', () => {
  expect(OF_THE_COMMAND).toEqual(SANDBOX_CREDENTIALS);
});
