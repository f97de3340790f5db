'use strict';
/**
 * The built service, with a trap: at a named checkpoint it kills (SIGKILL) or freezes (SIGSTOP) itself, with a probability.
 * FAULT_TRAPS: comma-separated `point:signal:probability`, e.g. `posted:SIGKILL:0.01`.
 */
const { observeCheckpoints } = require('../../dist/apps/sidenote/libs/checkpoint/src/index.js');

const traps = (process.env.FAULT_TRAPS ?? '')
  .split(',')
  .filter(Boolean)
  .map((text) => {
    const [point, signal, probability] = text.split(':');
    return { point, signal, probability: Number(probability) };
  });

observeCheckpoints((point) => {
  for (const trap of traps) {
    if (trap.point === point && Math.random() < trap.probability) process.kill(process.pid, trap.signal);
  }
});

require('../../dist/apps/sidenote/apps/sidenote/src/main.js');
