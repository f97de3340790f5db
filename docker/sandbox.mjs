/** The sandbox's container: plays Autoplay, Intercom and an LLM for as long as no credentials are set, else it ends at once, content. */
import { createRequire } from 'node:module';
import { credentialsAreSet } from './credentials.mjs';

if (credentialsAreSet()) {
  process.stdout.write('Credentials are set: the sandbox is not needed.\n');
} else {
  createRequire(import.meta.url)('../dist/apps/sandbox/apps/sandbox/src/main.js');
}
