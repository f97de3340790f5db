/** The libraries of the built service, as it runs them. */
import 'reflect-metadata';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export const MAIN = require.resolve('../dist/apps/sidenote/apps/sidenote/src/main.js');

/** @param {string} name of a library, such as `sessions` */
export const lib = (name) => require(`../dist/apps/sidenote/libs/${name}/src/index.js`);
