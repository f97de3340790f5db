import { setTimeout as pause } from 'node:timers/promises';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const WINDOW_S = 2;
const LONGER_THAN_WINDOW_MS = WINDOW_S * 1000 + 1000;
const TEXTS = ['one', 'two', 'three'];

describe('what was admitted while no writer ran for longer than the window before the link', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await Stage.open({
      roles: ['webhook,stream'],
      environment: { PRE_LINK_WINDOW_SECONDS: String(WINDOW_S), DEBOUNCE_MS: '50' },
    });
  });
  afterEach(() => stage?.close());

  const notesAfterTheOutage = async (conversation: string) => {
    await pause(LONGER_THAN_WINDOW_MS);
    await stage.add('writer');
    return until('the notes', async () => {
      const lines = await stage.other.lines(conversation);
      return lines.includes('last') ? lines : null;
    });
  };

  it('is delivered where a conversation waits for the session', async () => {
    const { id } = await stage.other.contact({ external_id: 'waits' });
    const conversation = await stage.other.writes(id);
    await until('it waits', async () => (await stage.redis.keys()).some((key) => key.includes(':w:u:')));
    const session = newSession();
    for (const text of [...TEXTS, 'last']) await stage.other.clicks(session, [text], { user_id: 'waits' });
    expect(await notesAfterTheOutage(conversation)).toEqual([...TEXTS, 'last']);
  });

  it('is delivered where the payloads name the conversation', async () => {
    const { id } = await stage.other.contact({ external_id: 'somebody' });
    const conversation = await stage.other.writes(id);
    const session = newSession();
    for (const text of [...TEXTS, 'last']) await stage.other.clicks(session, [text], { conversation_id: conversation });
    expect(await notesAfterTheOutage(conversation)).toEqual([...TEXTS, 'last']);
  });

  it('is delivered where the user writes only then', async () => {
    const { id } = await stage.other.contact({ external_id: 'reads' });
    const session = newSession();
    await stage.other.clicks(session, TEXTS, { user_id: 'reads' });
    await pause(LONGER_THAN_WINDOW_MS);
    const conversation = await stage.other.writes(id);
    await until('linked', () => stage.redis.sessionsOf(conversation));
    await stage.other.clicks(session, ['last'], { user_id: 'reads' });
    expect(await notesAfterTheOutage(conversation)).toEqual([...TEXTS, 'last']);
  });
});
