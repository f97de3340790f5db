/** Checks ops/prometheus with promtool: syntax and tests of the rules. Needs promtool (Debian: `apt-get install prometheus`). */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FOLDER = join(dirname(fileURLToPath(import.meta.url)), '../ops/prometheus');
const CHECKS = [
  ['check', 'config', 'prometheus.yml'],
  ['check', 'rules', 'alerts.yml'],
  ['test', 'rules', 'alerts.test.yml'],
];

for (const args of CHECKS) {
  const { status, error } = spawnSync('promtool', args, { cwd: FOLDER, stdio: 'inherit', timeout: 60_000 });
  if (error?.code === 'ENOENT') {
    console.error(
      'promtool is not on PATH, so the alert rules were NOT checked. It comes with Prometheus ' +
        '(Debian and Ubuntu: apt-get install prometheus; macOS: brew install prometheus).',
    );
    process.exit(2);
  }
  if (status !== 0) {
    console.error(`promtool ${args.join(' ')} failed${error ? `: ${error.message}` : ''}`);
    process.exit(1);
  }
}
