import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const { version } = JSON.parse(read('package.json')) as { version: string };

interface Composed {
  image: string;
  build?: { context: string };
  profiles?: string[];
  ports?: string[];
  volumes?: string[];
  pull_policy?: string;
}

const composed = (file: string) => {
  const [document] = parseAllDocuments(read(file), { merge: true });
  expect(document!.errors).toEqual([]);
  return (document!.toJS() as { services: Record<string, Composed> }).services;
};

describe('docker compose', () => {
  const published = composed('docker-compose.yml');
  const built = composed('docker-compose.override.yml');
  const ours = ['webhook', 'stream', 'writer', 'dashboard', 'sandbox'];

  it('runs the published image by version, that of package.json where none is named, and builds nothing', () => {
    for (const name of ours)
      expect(published[name]!.image).toBe(`ghcr.io/sidenote/sidenote:\${SIDENOTE_VERSION:-${version}}`);
    expect(Object.values(published).filter(({ build }) => build)).toEqual([]);
  });

  it('builds the image once in a clone, and takes it from no registry', () => {
    expect(Object.keys(built).sort()).toEqual([...ours].sort());
    expect(Object.entries(built).filter(([, { build }]) => build)).toMatchObject([
      ['writer', { build: { context: '.' } }],
    ]);
    for (const { image, pull_policy } of Object.values(built))
      expect([image, pull_policy]).toEqual([
        'sidenote:\${SIDENOTE_VERSION:-local}',
        expect.stringMatching(/^(never|build)$/),
      ]);
  });

  it('has doors for the world only before the public one; HTTPS is a profile', () => {
    const doors = Object.entries(published).flatMap(([name, { ports = [] }]) =>
      ports.filter((port) => !port.startsWith('127.0.0.1:')).map((port) => `${name} ${port}`),
    );
    expect(doors).toEqual(['webhook \${PORT:-3000}:3000', 'caddy 80:80', 'caddy 443:443', 'caddy 443:443/udp']);
    const { profiles, volumes } = published['caddy']!;
    expect({ profiles, volumes }).toMatchObject({
      profiles: ['tls'],
      volumes: expect.arrayContaining(['./ops/caddy/Caddyfile:/etc/caddy/Caddyfile:ro']),
    });
    expect(read('ops/caddy/Caddyfile')).toMatch(/reverse_proxy webhook:3000/);
  });

  it('has a Caddyfile that Caddy understands, where there is one', () => {
    const args = ['adapt', '--config', join(ROOT, 'ops/caddy/Caddyfile')];
    const env = { PATH: process.env.PATH, SIDENOTE_HOSTNAME: 'side.example' };
    const { error, status, stdout } = spawnSync('caddy', args, { encoding: 'utf8', env });
    if (error) return;
    expect(status).toBe(0);
    expect(stdout).toContain('"host":["side.example"]');
    expect(stdout.match(/"dial":"[^"]*"/g)).toEqual(['"dial":"webhook:3000"']);
  });
});

describe('the releases', () => {
  it('are made of a tag, tested first, as x.y.z, x.y and latest, for two platforms, with SBOM and provenance', () => {
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
    expect(jobs['test']!.steps.some((step) => step.run === 'npm run test:all')).toBe(true);
    expect(jobs['image']!.needs).toBe('test');
    const meta = jobs['image']!.steps.find((step) => step.uses?.startsWith('docker/metadata-action@'));
    expect(String(meta!.with!['tags']).trim().split('\n')).toEqual([
      'type=semver,pattern={{version}}',
      'type=semver,pattern={{major}}.{{minor}}',
    ]);
    // `latest` is the action's own doing for a semver tag, as long as nobody says otherwise.
    expect(meta!.with).not.toHaveProperty('flavor');
    const build = jobs['image']!.steps.find((step) => step.uses?.startsWith('docker/build-push-action@'));
    expect(build!.with).toMatchObject({ platforms: 'linux/amd64,linux/arm64', sbom: true, provenance: 'mode=max' });
  });
});
