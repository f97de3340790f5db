import { resolve } from 'node:path';
import { sessionKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Service } from '../support/service';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const CRASHING = resolve(__dirname, 'crashing-service.js');
const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;

interface Call {
  operation: string;
  status: number | null;
  conversationId: string | null;
}

describe('an unlink that is cut off', () => {
  let stage: Stage;
  let people = 0;
  const started: Service[] = [];
  beforeAll(async () => {
    stage = await Stage.open({
      roles: ['webhook,stream'],
      environment: {
        DEBOUNCE_MS: '20',
        INTERCOM_TIMEOUT_MS: '2000',
        DASHBOARD_PASSWORD: PASSWORD,
        DASHBOARD_WRITE: 'on',
      },
    });
  });
  afterEach(() => Promise.all(started.splice(0).map((service) => service.stop('SIGKILL'))));
  afterAll(() => stage?.close());

  const start = async (roles: string, traps = '') => {
    const environment = { ...stage.environment, FAULT_TRAPS: traps };
    const service = await Service.start({ environment, roles, main: CRASHING });
    started.push(service);
    if (roles === 'writer') await service.untilReady();
    return service;
  };
  const somebody = async () => {
    const session = newSession();
    const user = `unlinked-${++people}`;
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await until('linked', () => stage.redis.sessionsOf(conversation));
    return { session, user, conversation };
  };
  const notes = (conversation: string) => stage.other.notes(conversation);
  const isDead = ({ child }: Service) => child.signalCode === 'SIGKILL';
  const redactedOnce = async (conversation: string, count: number) => {
    await until('all is redacted', async () => (await notes(conversation)).every((note) => note.redacted), {
      timeoutMs: 120_000,
    });
    const { calls } = await stage.other.state<{ calls: Call[] }>('intercom');
    const mine = calls.filter((call) => call.operation === 'redact' && call.conversationId === conversation);
    expect(mine.filter(({ status }) => status === 200)).toHaveLength(count);
    expect(await notes(conversation)).toHaveLength(count);
  };
  /** What waited and what came later is in exactly one note of the right conversation. */
  const movedOn = async (session: string, texts: string[]) => {
    const { id } = await stage.other.contact({ external_id: `right-${people}` });
    const right = await stage.other.writes(id);
    await until('it is known', async () => stage.redis.client.exists(`${stage.redis.prefix}:c:${right}`));
    expect((await runCommand(['link', right, session], stage.environment)).code).toBe(0);
    const told = async () => (await stage.other.lines(right)).join('\n');
    await until(texts.at(-1)!, async () => (await told()).includes(texts.at(-1)!));
    for (const text of texts) expect((await told()).split(text)).toHaveLength(2);
  };

  it('after its script: the writers redact what was posted, and later actions are kept', async () => {
    const writer = await start('writer');
    const { session, user, conversation } = await somebody();
    await stage.other.clicks(session, ['was posted'], { user_id: user });
    await until('a note', async () => (await notes(conversation)).length > 0);
    const key = sessionKeyOf(SANDBOX_CREDENTIALS.productId, session);
    await until('recorded', () => stage.redis.client.hget(`${stage.redis.prefix}:s:${key}`, 'lpart'));
    const page = await start('dashboard', 'unlinked:SIGKILL:1');
    await fetch(`${page.opsUrl}/api/conversations/${conversation}/sessions/${key}/unlink`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION, 'x-sidenote': 'page' },
    }).catch(() => undefined);
    await until('the page is dead', () => isDead(page));
    await stage.other.clicks(session, ['came later'], { user_id: user });
    await redactedOnce(conversation, 1);
    await movedOn(session, ['came later']);
    expect(isDead(writer)).toBe(false);
  });

  it('while it looks for a note that was sent and never recorded: it is found, redacted once, and told elsewhere once', async () => {
    const first = await start('writer', 'posted:SIGKILL:1');
    const { session, user, conversation } = await somebody();
    await stage.other.clicks(session, ['sent unrecorded'], { user_id: user });
    await until('the writer is dead', () => isDead(first));
    expect(await notes(conversation)).toHaveLength(1);
    expect((await runCommand(['unlink', conversation, session], stage.environment)).code).toBe(0);
    const second = await start('writer', 'sought:SIGKILL:1');
    await until('the second is dead', () => isDead(second), { timeoutMs: 120_000 });
    await start('writer');
    await redactedOnce(conversation, 1);
    await movedOn(session, ['sent unrecorded']);
  });
});
