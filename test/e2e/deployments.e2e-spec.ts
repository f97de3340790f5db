import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';

describe('two deployments with one prefix and different products', () => {
  it('the second refuses to start, and says why', async () => {
    const stage = await Stage.open();
    try {
      const second = Service.spawn({
        environment: { ...stage.environment, AUTOPLAY_STREAM_URL: `${stage.other.url}/stream/another-shop` },
        roles: 'writer',
      });
      await until('it has ended', () => second.child.exitCode !== null);
      expect(second.child.exitCode).toBe(1);
      const said = second.printed.join('\n');
      expect(said).toContain(`REDIS_PREFIX "${stage.redis.prefix}" belongs to the product`);
      expect(said).toContain('"another-shop"');
    } finally {
      await stage.close();
    }
  });
});

describe('SIGUSR2', () => {
  it('has the same process go on with settings that are read anew, and with the old ones where they are wrong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'sidenote-reload-'));
    const envFile = join(folder, 'changed.env');
    writeFileSync(envFile, 'NOTE_PRESET=recipe\n');
    const stage = await Stage.open({ environment: { SIDENOTE_ENV_FILE: envFile } });
    const { service, other } = stage;
    const listened = () => service.log.filter((line) => line['msg'] === 'listening').length;
    const who = { user_id: 'reload-1' };
    try {
      const session = newSession();
      await other.clicks(session, ['before'], who);
      await stage.buffered(session, 1);
      const conversation = await other.writes((await other.contact({ external_id: 'reload-1' })).id);
      await until('the note of the link', async () => (await other.notes(conversation)).length === 1);

      writeFileSync(envFile, 'NOTE_PRESET=loud\n');
      service.child.kill('SIGUSR2');
      await until('it says what is wrong', () => service.printed.some((line) => line.includes('nothing is changed')));
      expect(await service.ready()).toBe(true);

      writeFileSync(envFile, 'NOTE_PRESET=quiet\nDEBOUNCE_MS=1\n');
      service.child.kill('SIGUSR2');
      await until('it listens again', () => listened() === 2);
      await service.untilReady();
      await other.clicks(session, ['after'], who);
      await until('the next note', async () => (await other.notes(conversation)).length === 2);
      const [first, second] = await other.notes(conversation);
      // The layouts of the two presets.
      expect([first!.text, second!.text].map((text) => text.startsWith('session_id: '))).toEqual([true, false]);
      expect(await service.stop()).toBe(0);
    } finally {
      await stage.close();
      rmSync(folder, { recursive: true });
    }
  });
});
