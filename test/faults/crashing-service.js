'use strict';
/**
 * The built service, with a trap: when it passes a named checkpoint for the n-th time it kills (SIGKILL) or freezes (SIGSTOP) itself;
 * after a freeze it counts again. SIGWINCH takes the traps away. FAULT_TRAPS: comma-separated `point:signal:n`, e.g. `posted:SIGKILL:20`.
 */
const { observeCheckpoints } = require('../../dist/apps/sidenote/libs/checkpoint/src/index.js');

let traps = (process.env.FAULT_TRAPS ?? '')
  .split(',')
  .filter(Boolean)
  .map((text) => {
    const [point, signal, n] = text.split(':');
    return { point, signal, n: Number(n), passed: 0 };
  });

// The end of the performance: whoever still runs goes on in peace.
process.on('SIGWINCH', () => {
  traps = [];
});

observeCheckpoints((point) => {
  for (const trap of traps) {
    if (trap.point !== point || ++trap.passed < trap.n) continue;
    trap.passed = 0;
    process.kill(process.pid, trap.signal);
  }
});

require('../../dist/apps/sidenote/apps/sidenote/src/main.js');
