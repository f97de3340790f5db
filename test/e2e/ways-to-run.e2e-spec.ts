import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROLES, SETTINGS_HELP } from '@app/config';
import { parseAllDocuments } from 'yaml';

const ROOT = join(__dirname, '../..');
const FOLDER = join(ROOT, 'ops/kubernetes');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

type Probe = { httpGet?: { path: string; port: string } };
interface Container {
  image: string;
  args: string[];
  envFrom: unknown[];
  livenessProbe: Probe;
  readinessProbe: Probe;
  ports: { name: string; containerPort: number }[];
}
interface Manifest {
  kind: string;
  metadata: { name: string };
  data?: Record<string, string>;
  spec?: {
    replicas?: number;
    minAvailable?: number;
    selector?: { matchLabels?: Record<string, string> } & Record<string, unknown>;
    scaleTargetRef?: { name: string };
    triggers?: { metadata: { query: string } }[];
    template?: { spec: { containers: Container[]; terminationGracePeriodSeconds: number } };
  };
}

/** The lines that a reader of that page types. */
const typed = (page: string) =>
  [...read(page).matchAll(/^```\n(.*?)^```$/gms)].flatMap(([, lines]) => lines!.trim().split('\n'));
const run = (command: string, cwd = ROOT) =>
  spawnSync('/bin/sh', ['-euc', command], { cwd, encoding: 'utf8', env: { PATH: process.env.PATH } });

const manifests = (file: string) =>
  parseAllDocuments(readFileSync(join(FOLDER, file), 'utf8'), { merge: true }).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS() as Manifest;
  });
const kustomization = manifests('kustomization.yaml')[0] as unknown as {
  resources: string[];
  images: { name: string }[];
};
const ALL = kustomization.resources.flatMap(manifests);
const named = (kind: string, name: string) => ALL.find((one) => one.kind === kind && one.metadata.name === name);

describe('the Kubernetes manifests', () => {
  it('are all in the kustomization, but for the autoscaling, which needs KEDA', () => {
    const files = readdirSync(FOLDER).filter(
      (file) => !['kustomization.yaml', 'writer-autoscaling.yaml'].includes(file),
    );
    expect([...kustomization.resources].sort()).toEqual(files.sort());
  });

  it('scale the writers by the depth of the queues, by metrics that exist', () => {
    const { scaleTargetRef, triggers } = manifests('writer-autoscaling.yaml')[0]!.spec!;
    expect(scaleTargetRef?.name).toBe('writer');
    const names = triggers![0]!.metadata.query.match(/sidenote_\w+/g)!;
    expect(names[0]).toBe('sidenote_queue_jobs');
    for (const name of names) expect(read('libs/metrics/src/metric.table.ts')).toContain(`'${name}'`);
  });

  it.each(ROLES)('run the role %s with the probes that it has', (role) => {
    const { containers, terminationGracePeriodSeconds } = named('Deployment', role)!.spec!.template!.spec;
    const container = containers[0]!;
    expect(container.args).toEqual(['serve', '--roles', role]);
    expect(container.image).toBe(kustomization.images[0]!.name);
    expect(container.livenessProbe.httpGet).toEqual({ path: '/health/live', port: 'ops' });
    expect(container.readinessProbe.httpGet).toEqual(
      role === 'webhook' ? { path: '/health', port: 'public' } : { path: '/health/ready', port: 'ops' },
    );
    const { PORT, OPS_PORT, SHUTDOWN_TIMEOUT_MS } = named('ConfigMap', 'sidenote')!.data!;
    expect(container.ports.map((port) => port.containerPort)).toEqual([Number(PORT), Number(OPS_PORT)]);
    expect(terminationGracePeriodSeconds * 1000).toBeGreaterThan(Number(SHUTDOWN_TIMEOUT_MS) + 5_000);
  });

  it('keep one of webhook, stream and writer through a disruption', () => {
    for (const role of ['webhook', 'stream', 'writer']) {
      expect(named('PodDisruptionBudget', role)?.spec?.minAvailable).toBe(1);
      expect(named('Deployment', role)?.spec?.replicas).toBeGreaterThan(1);
    }
  });

  it('set only settings that exist, and no secret', () => {
    for (const name of Object.keys(named('ConfigMap', 'sidenote')!.data!)) {
      const help = Object.entries(SETTINGS_HELP).find(([setting]) => setting === name)?.[1];
      expect([name, help?.secret ?? false, help !== undefined]).toEqual([name, false, true]);
    }
  });

  it('ask of Redis what the doctor asks for', () => {
    const args = named('StatefulSet', 'redis')!.spec!.template!.spec.containers[0]!.args.join(' ');
    for (const wanted of ['--appendonly yes', '--maxmemory-policy noeviction', '--hz 100', '--maxmemory 768mb'])
      expect(args).toContain(wanted);
  });

  it('are built by kubectl, where there is one', () => {
    const { error, status, stdout } = spawnSync('kubectl', ['kustomize', FOLDER], { encoding: 'utf8' });
    if (error) return;
    expect(status).toBe(0);
    expect(stdout.match(/^kind: /gm)).toHaveLength(ALL.length);
  });
});

describe('the commands of docs/running/kubernetes.md', () => {
  const commands = typed('docs/running/kubernetes.md');

  it('name what the manifests make, and commands that exist', () => {
    const deployments = commands.flatMap((line) => /deployment\/(\w+)/.exec(line)?.[1] ?? []);
    expect(deployments.length).toBeGreaterThan(2);
    for (const name of deployments) expect(named('Deployment', name)).toBeDefined();
    const help = run('node bin/sidenote.js --help').stdout;
    for (const line of commands) {
      const [, command] = /node bin\/sidenote\.js (\w+)/.exec(line) ?? [];
      if (command) expect(help).toMatch(new RegExp(`^ +${command}\\b`, 'm'));
    }
    for (const { spec } of ALL.filter(({ kind }) => kind === 'Deployment'))
      expect(spec!.template!.spec.containers[0]!.envFrom).toEqual([
        { configMapRef: { name: 'sidenote' } },
        { secretRef: { name: 'sidenote' } },
      ]);
  });

  it('are taken by kubectl, where there is one, as far as they need no cluster', () => {
    if (spawnSync('kubectl', ['version', '--client']).error) return;
    const folder = mkdtempSync(join(tmpdir(), 'sidenote-kubectl-'));
    try {
      writeFileSync(join(folder, 'secrets.env'), 'INTERCOM_ACCESS_TOKEN=token\n');
      for (const line of commands.filter((one) => one.startsWith('kubectl create'))) {
        const { status, stdout } = run(`${line} --dry-run=client --output=yaml`, folder);
        expect(`${line}: ${status}`).toBe(`${line}: 0`);
        expect(stdout).toMatch(/^ {2}name: sidenote$/m);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('the commands of docs/running/node.md', () => {
  it('put the settings where the unit reads them, for root only, and the unit where systemd finds it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidenote-node-'));
    try {
      const lines = typed('docs/running/node.md').filter((line) => /^(install|cp) /.test(line));
      expect(lines).toHaveLength(3);
      const inFolder = lines.map((line) => line.replaceAll(' /etc/', ` ${folder}/etc/`)).join('\n');
      expect(run(`mkdir -p ${folder}/etc/systemd/system\n${inFolder}`)).toMatchObject({ status: 0, stderr: '' });
      const modes = ['', '/common.env'].map((path) => statSync(join(folder, `etc/sidenote${path}`)).mode & 0o777);
      expect(modes).toEqual([0o700, 0o600]);
      const unit = readFileSync(join(folder, 'etc/systemd/system/sidenote@.service'), 'utf8');
      for (const file of ['common.env', '%i.env']) expect(unit).toContain(`/etc/sidenote/${file}`);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('enable an instance for each role', () => {
    const enabled = typed('docs/running/node.md').find((line) => line.startsWith('systemctl enable'))!;
    expect([...enabled.matchAll(/sidenote@(\w+)/g)].map(([, role]) => role!).sort()).toEqual([...ROLES].sort());
  });
});

describe('the unit for systemd', () => {
  const unit = read('ops/systemd/sidenote@.service');

  it('starts what the repository has, and waits longer than the service takes to stop', () => {
    const [, program] = /^ExecStart=\S+ --enable-source-maps (\S+) serve --roles %i$/m.exec(unit)!;
    expect(existsSync(join(ROOT, program!))).toBe(true);
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(unit)![1])).toBeGreaterThan(20);
  });

  it('is valid, where systemd can tell', () => {
    const { error, stderr } = spawnSync('systemd-analyze', ['verify', join(ROOT, 'ops/systemd/sidenote@.service')], {
      encoding: 'utf8',
    });
    if (error) return;
    // The machine of the test has neither the clone in /opt nor Node in /usr/bin.
    expect(stderr.split('\n').filter((line) => line && !/is not executable|not exist/.test(line))).toEqual([]);
  });
});

describe('the images', () => {
  it('are taken by digest', () => {
    const taken = [
      ...read('Dockerfile').matchAll(/^ARG NODE_IMAGE=(\S+)$/gm),
      ...read('docker-compose.yml').matchAll(/image: (valkey\S+)/g),
      ...read('ops/kubernetes/redis.yaml').matchAll(/image: (\S+)/g),
    ].map((match) => match[1]);
    expect(taken).toHaveLength(3);
    for (const image of taken) expect(image).toMatch(/^[\w/-]+:[\w.-]+@sha256:[0-9a-f]{64}$/);
  });
});

describe('the commands of docs/running/docker.md', () => {
  it.each(typed('docs/running/docker.md'))('CI runs %s', (command) => {
    expect(read('.github/workflows/ci.yml')).toContain(command.replace('sidenote.example.com', 'localhost'));
  });
});
