/**
 * `npm run dev`: the sandbox, and the service built anew and restarted at each change of a source. What is in Redis and in the
 * sandbox stays, so that a change is seen in the thread that is open.
 */
import { watch } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { onStop, startChild } from './child.mjs';
import { fail, ROOT, setUp } from './setup.mjs';

/** The compiler writes a change file by file. */
const SETTLED_MS = 150;

const { node, env } = await setUp().catch(fail);
if (process.execPath !== node) {
  const again = startChild(node, [process.argv[1]], { cwd: ROOT, env });
  onStop(() => void again.stop());
  process.exit(await again.exited);
}

const nest = join(ROOT, 'node_modules/@nestjs/cli/bin/nest.js');
const compiler = startChild(node, [nest, 'build', 'sidenote', '--watch', '--preserveWatchOutput'], { cwd: ROOT, env });
const { runSandbox } = createRequire(import.meta.url)(
  join(ROOT, 'dist/apps/sidenote/apps/sidenote/src/sandbox/run.js'),
);
const code = await runSandbox(ROOT, (text) => process.stdout.write(text), {
  onOpen(restart) {
    let timer;
    let restarts = Promise.resolve();
    const again = async () => {
      const from = performance.now();
      await restart();
      console.log(`The service is ready again after ${((performance.now() - from) / 1000).toFixed(1)} s`);
    };
    watch(join(ROOT, 'dist/apps/sidenote'), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(() => (restarts = restarts.then(again)), SETTLED_MS);
    }).unref();
  },
});
await compiler.stop();
process.exit(code);
