/** `npm start`: sets up, then runs the sandbox and the service until Ctrl-C. */
import { onStop, startChild } from './child.mjs';
import { fail, ROOT, setUp } from './setup.mjs';

let child;
let stopping = false;
onStop(() => {
  if (!child) process.exit(130);
  stopping = true;
  child.stop();
});

const { node, env } = await setUp().catch(fail);
child = startChild(node, ['bin/sidenote.js', 'sandbox', ...process.argv.slice(2)], {
  cwd: ROOT,
  env,
  killAfterMs: 60_000,
});
const code = await child.exited;
process.exit(stopping && code === 143 ? 0 : code);
