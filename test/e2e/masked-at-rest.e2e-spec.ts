import { newSession } from '../support/sandbox';
import { everything } from '../support/everything';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;
/** Typed by a customer, each in another field of the payload. */
const SECRETS = ['quagga1-typed', 'quagga2-title', 'quagga3-type', 'quagga4-raw', 'quagga5-url', 'quagga6-told', 'quagga7-waits', 'quagga8-answer']; // prettier-ignore
const [typed, title, type, raw, url, told, waits, answered] = SECRETS as [string, ...string[]] as string[];

describe('what a customer typed in secret', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', SUMMARY_THRESHOLD: '2', DASHBOARD_PASSWORD: PASSWORD, LOG_LEVEL: 'trace' },
    });
  });
  afterAll(() => stage?.close());

  const ask = async (path: string) =>
    (await fetch(stage.service.opsUrl + path, { headers: { authorization: AUTHORIZATION } })).text();
  const found = (text: string) => SECRETS.filter((secret) => text.includes(secret));
  const stored = async () => (await everything(stage.redis.client, stage.redis.prefix)).map(({ text }) => text);

  it('is in no key of Redis, no job, no page, no line of the log, no note and no prompt', async () => {
    const { other } = stage;
    const session = newSession();
    const user = { user_id: 'visitor-of-masks' };
    const action = {
      title: `Password is ${title}`,
      description: `User typed ${typed} in the Password field`,
      type: `token=${type}`,
      raw_url: `https://shop.example/cart?token=${raw}`,
      canonical_url: `https://shop.example/reset/${url}?password=${url}`,
    };
    await other.clicks(session, [action, { ...action, description: '' }], user);
    const pages = await until('the payload is stored', async () => {
      const texts = await stored();
      return texts.some((text) => text.includes('in the Password field')) ? texts : null;
    });
    expect(found(pages.join('\n'))).toEqual([]);

    const { id } = await other.contact({ external_id: user.user_id });
    const conversation = await other.writes(id);
    const notes = await until('the note at the link', async () => {
      const lines = await other.lines(conversation);
      return lines.length === 2 ? lines : null;
    });
    expect(notes).toEqual(['User typed ••• in the Password field', 'Password is •••']);
    await other.fault({
      target: 'openai',
      kind: 'answer',
      body: `They opened the cart. Password: ${answered}`,
      times: -1,
    });
    await other.clicks(
      session,
      [{ description: `My password was ${waits}` }, { description: `api key: ${told}` }],
      user,
    );
    await until('a summary', async () => (await other.notes(conversation)).some((note) => note.isSummary));

    const prompts = JSON.stringify(await other.state('openai'));
    expect(prompts).toContain('in the Password field');
    // The answer is the sandbox's own, told as a fault.
    expect(found(prompts.replaceAll(answered!, ''))).toEqual([]);
    expect(found((await other.notes(conversation)).map((note) => note.text).join('\n'))).toEqual([]);
    expect(found((await stored()).join('\n'))).toEqual([]);
    const shown = [
      `/api/explain/${conversation}`,
      `/api/explain/${session}`,
      '/api/overview',
      ...['waiting', 'active', 'delayed', 'completed', 'failed'].map((state) => `/queues/api/queues?activeQueue=session-actions&status=${state}&page=1`), // prettier-ignore
    ];
    for (const path of shown) expect(found(await ask(path))).toEqual([]);
    expect(found(stage.service.printed.join('\n'))).toEqual([]);
  });
});
