/** `npm run build`: everything that bin/sidenote.js runs. */
import { onStop } from './child.mjs';
import { fail, setUp } from './setup.mjs';

onStop(() => process.exit(130));
await setUp().catch(fail);
