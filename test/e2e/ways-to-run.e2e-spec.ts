import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
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
    template?: { spec: { containers: Container[]; terminationGracePeriodSeconds: number } };
  };
}

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
    expect(manifests('writer-autoscaling.yaml')[0]?.spec?.scaleTargetRef?.name).toBe('writer');
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
  const fences = [...read('docs/running/docker.md').matchAll(/^```\n(.*?)^```$/gms)].flatMap(([, lines]) =>
    lines!.trim().split('\n'),
  );

  it.each(fences)('CI runs %s', (command) => {
    expect(read('.github/workflows/ci.yml')).toContain(command.replace('sidenote.example.com', 'localhost'));
  });
});

describe('the releases', () => {
  it('are made of a tag, tested first, for two platforms, with SBOM and provenance', () => {
    const [document] = parseAllDocuments(read('.github/workflows/release.yml'));
    expect(document!.errors).toEqual([]);
    const { on, jobs } = document!.toJS() as {
      on: { push: { tags: string[] } };
      jobs: Record<
        string,
        { needs?: string; steps: { uses?: string; run?: string; with?: Record<string, unknown> }[] }
      >;
    };
    expect(on.push.tags).toEqual(['v[0-9]+.[0-9]+.[0-9]+']);
    expect(jobs['test']!.steps.some((step) => step.run === 'npm test')).toBe(true);
    expect(jobs['image']!.needs).toBe('test');
    const build = jobs['image']!.steps.find((step) => step.uses?.startsWith('docker/build-push-action@'));
    expect(build!.with).toMatchObject({ platforms: 'linux/amd64,linux/arm64', sbom: true, provenance: 'mode=max' });
  });
});
