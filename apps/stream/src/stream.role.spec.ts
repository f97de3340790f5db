import { Logger } from '@nestjs/common';
import type { Admission } from '@app/admission';
import { Settings } from '@app/config';
import { Mask } from '@app/masks';
import { HealthRegistry } from '@app/observability';
import { sseServer, until } from './sse-server.fixture';
import { StreamRole } from './stream.role';
import { StreamStats } from './stream.stats';

describe('StreamRole', () => {
  let sse: Awaited<ReturnType<typeof sseServer>>;
  let errors: string[];

  beforeEach(async () => {
    sse = await sseServer();
    errors = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((line: unknown) => void errors.push(String(line)));
    for (const level of ['log', 'warn'] as const)
      jest.spyOn(Logger.prototype, level).mockImplementation(() => undefined);
  });
  afterEach(async () => {
    await sse.close();
    jest.restoreAllMocks();
  });

  const roleWith = (admit: Admission['admit'], settings: Partial<Settings> = {}) => {
    const health = new HealthRegistry();
    const stats = new StreamStats();
    const all = Object.assign(new Settings(), { AUTOPLAY_STREAM_URL: sse.url, AUTOPLAY_API_TOKEN: 'tok', ...settings });
    const role = new StreamRole(all, { admit } as Admission, health, stats, new Mask());
    return { role, stats, ready: () => health.checks.get('stream')!() };
  };
  const frame = (n: number) =>
    JSON.stringify({ type: 'actions', session_id: `s${n}`, actions: [{ description: 'x', timestamp_start: n }] });

  it('is ready while connected, and writes what was read before it stops', async () => {
    const admitted: string[] = [];
    let open: () => void = () => undefined;
    const opened = new Promise<void>((resolve) => (open = resolve));
    const { role, ready, stats } = roleWith(async (events) => {
      await opened;
      admitted.push(...events.map(({ sessionId }) => sessionId));
      return { fresh: events.length, seen: 0 };
    });
    expect(await ready()).toMatchObject({ ok: false });
    role.onApplicationBootstrap();
    await until(() => sse.streams.size === 1);
    sse.frame(frame(1));
    sse.frame('not json');
    sse.frame(frame(2));
    await until(() => (ready() as { ok: boolean }).ok, 'readiness');
    await until(() => stats.received === 3, 'the frames');
    const stopping = role.onModuleDestroy();
    open();
    await stopping;
    expect(admitted).toEqual(['s1', 's2']);
    expect(await ready()).toEqual({ ok: false, reason: 'the reader has stopped' });
    expect(errors).toEqual([]);
  });

  it('loses the newest, counted, when the buffer is full, and says what it could not write at the end', async () => {
    const { role, stats } = roleWith(() => new Promise(() => undefined), {
      STREAM_BUFFER_MAX: 5,
      SHUTDOWN_TIMEOUT_MS: 200,
    });
    role.onApplicationBootstrap();
    await until(() => sse.streams.size === 1 && stats.connectedSince !== null);
    sse.frame(frame(0));
    await until(() => stats.received === 1);
    for (let i = 1; i <= 50; i++) sse.frame(frame(i));
    await until(() => stats.received === 51, 'all frames');
    expect(stats.overflow).toBe(45);
    await role.onModuleDestroy();
    expect(errors[0]).toContain('the buffer is full');
    expect(errors.filter((line) => line.includes('the buffer is full')).length).toBeLessThanOrEqual(2);
    expect(errors.at(-1)).toBe('stopped with 6 frame(s) that could not be written to Redis');
  });
});
