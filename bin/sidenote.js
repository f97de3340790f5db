#!/usr/bin/env node
'use strict';
/* The door to the built service. Runs on any Node that npm runs on: with an older one it goes on under the Node 24 that npm installed. */
const { spawn } = require('node:child_process');
const { existsSync } = require('node:fs');
const { join } = require('node:path');

const NEEDED = 24;
const root = join(__dirname, '..');
const built = join(root, 'dist/apps/sidenote/apps/sidenote/src/main.js');
const ownNode = join(root, 'node_modules/node/bin/node');

function fail(message) {
  console.error(message);
  process.exit(1);
}

function goOnUnder(node) {
  const child = spawn(node, [__filename, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, SIDENOTE_REEXECUTED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => fail(`cannot run ${node}: ${error.message}`));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
}

if (Number(process.versions.node.split('.')[0]) >= NEEDED) {
  if (!existsSync(built))
    fail('Sidenote is not built yet: run `npm run build` (or `npm start`, which does it) and try again.');
  require(built);
} else if (existsSync(ownNode) && !process.env.SIDENOTE_REEXECUTED) {
  goOnUnder(ownNode);
} else {
  fail(
    `Sidenote needs Node ${NEEDED} or newer; this is ${process.version}. Run \`npm ci\`, which brings one, or install it from https://nodejs.org.`,
  );
}
