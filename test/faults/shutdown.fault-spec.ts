import { OtherSide } from '../support/sandbox';
import { OwnRedis, Service } from '../support/service';
import { until } from '../support/until';
import { LONG } from './length';
import { Load } from './load';
import { Witness } from './witness';

type Call = Parameters<Witness['verdict']>[1][number] & { status: number | null };

describe('SIGTERM', () => {
  it('a rolling restart of two writers under load is invisible, and every one exits with 0', async () => {
    const redis = new OwnRedis();
    const other = await OtherSide.start({ latencyMs: 40, openaiLatencyMs: 300 });
    const witness = await Witness.attend(other.url);
    // Nobody is forced because the machine is busy.
    const environment = { ...redis.environment, ...other.environment, DEBOUNCE_MS: '60', SHUTDOWN_TIMEOUT_MS: '60000' };
    const front = await Service.start({ environment, roles: 'webhook,stream' });
    await other.settings({ webhookUrl: `${front.url}/webhooks/intercom` });
    const writers = [
      await Service.start({ environment, roles: 'writer' }),
      await Service.start({ environment, roles: 'writer' }),
    ];
    try {
      const load = new Load(other);
      await load.begin(20);
      await front.untilReady();
      let over = false;
      const sending = load.send(1e6, 150, () => over);
      for (let i = 0; i < (LONG ? 12 : 4); i++) {
        const slot = i % 2;
        await until('there is work', () => load.total > (i + 1) * 100, { timeoutMs: 300_000 });
        const fresh = await Service.start({ environment, roles: 'writer' });
        // One that has to be forced ends with 1.
        expect(await writers[slot]!.stop()).toBe(0);
        writers[slot] = fresh;
      }
      over = true;
      await sending;
      await until(
        'all is posted',
        () => [...load.sent].every(([c, texts]) => new Set(witness.linesOf(c)).size >= texts.length),
        { timeoutMs: 300_000, everyMs: 200 },
      );
      await until(
        'nothing is left to redact',
        async () => (await redis.client.zcard(`${redis.prefix}:effects`)) === 0,
        { timeoutMs: 300_000, everyMs: 200 },
      );
      const { calls } = await other.state<{ calls: Call[] }>('intercom');
      const verdict = witness.verdict(load.sent, calls);
      // A part that is blank already is refused: nobody was killed, so nobody may have asked twice.
      const askedAgain = calls.filter(({ operation, status }) => operation === 'redact' && status !== 200).length;
      process.stdout.write(`rolling restart: ${JSON.stringify({ ...verdict, askedAgain })}\n`);
      expect(askedAgain).toBe(0);
      expect(verdict).toMatchObject({ lost: 0, doubled: 0, disordered: 0, wronglyRedacted: 0, inFlightTogether: 0 });
    } finally {
      await Promise.all([front, ...writers].map((service) => service.stop()));
      await witness.dismiss();
      await other.close();
      await redis.close();
    }
  }, 900_000);

  it('intake stops first: what was read is in Redis when the process is gone', async () => {
    const redis = new OwnRedis();
    const other = await OtherSide.start();
    const environment = { ...redis.environment, ...other.environment, DEBOUNCE_MS: '60' };
    const reader = await Service.start({ environment, roles: 'stream' });
    try {
      await reader.untilReady();
      const { id } = await other.contact({ external_id: 'x' });
      const conversation = await other.writes(id);
      const texts = Array.from({ length: 200 }, (_, i) => `click ${i}`);
      for (const text of texts) await other.clicks('s', [text], { conversation_id: conversation });
      expect(await reader.stop()).toBe(0);
      const writer = await Service.start({ environment, roles: 'writer' });
      await until('all is posted', async () => (await other.lines(conversation)).length === texts.length);
      expect(await other.lines(conversation)).toEqual(texts);
      expect(await writer.stop()).toBe(0);
    } finally {
      await reader.stop();
      await other.close();
      await redis.close();
    }
  });
});
