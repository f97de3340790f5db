import { newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';
import { resolve } from 'node:path';
import { LONG } from './length';

const CRASHING = resolve(__dirname, 'crashing-service.js');
/** From the moment at which another writer is there. Told always, held against in the long form: a busy machine is slow for its own reasons. */
const PROMISED_MS = 20_000;

describe('the work of a killed writer', () => {
  it.each(['appended', 'armed', 'posted', 'committed'])(
    'cut off at "%s" goes on in another one, once; within 20 s in the long form',
    async (point) => {
      const stage = await Stage.open({ roles: ['webhook,stream'], environment: { DEBOUNCE_MS: '20' } });
      let first: Service | undefined;
      try {
        const session = newSession();
        const { id } = await stage.other.contact({ external_id: 'x' });
        const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
        await until('linked', () => stage.redis.sessionsOf(conversation));
        first = await Service.start({
          environment: { ...stage.environment, FAULT_TRAPS: `${point}:SIGKILL:1` },
          roles: 'writer',
          main: CRASHING,
        });
        await first.untilReady();
        await stage.other.clicks(session, ['cut off']);
        await until('the writer is dead', () => first!.child.signalCode === 'SIGKILL');
        await stage.add('writer');
        const there = Date.now();
        await until(
          'nothing is left to do',
          async () =>
            (await stage.redis.client.zcard(`${stage.redis.prefix}:due`)) +
              (await stage.redis.client.zcard(`${stage.redis.prefix}:admitted`)) ===
              0 && (await stage.other.lines(conversation)).length > 0,
          { timeoutMs: 120_000 },
        );
        const took = Date.now() - there;
        process.stdout.write(`cut off at ${point}: went on after ${took} ms\n`);
        expect(await stage.other.lines(conversation)).toEqual(['cut off']);
        if (LONG) expect(took).toBeLessThan(PROMISED_MS);
      } finally {
        await first?.stop('SIGKILL');
        await stage.close();
      }
    },
  );
});
