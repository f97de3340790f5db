import { newSession, type Note } from '../support/sandbox';
import { Stage } from '../support/stage';
import { never, until } from '../support/until';

/** A linked session in which two more actions make a summary due. */
async function visitor(stage: Stage, name: string) {
  const session = newSession();
  const { id } = await stage.other.contact({ external_id: name });
  const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
  await until('linked', () => stage.redis.sessionsOf(conversation));
  const notes = () => stage.other.notes(conversation);
  return {
    notes,
    acts: () => stage.other.clicks(session, ['User opened the cart', 'User clicked Pay']),
    summarised: (n = 1, timeoutMs?: number): Promise<Note[]> =>
      until(
        `${n} summaries of ${name}`,
        async () => {
          const summaries = (await notes()).filter((note) => note.isSummary);
          return summaries.length === n ? summaries : null;
        },
        { timeoutMs },
      ),
  };
}

const asked = async (stage: Stage) => (await stage.other.state<{ calls: unknown[] }>('openai')).calls.length;
const lines = (stage: Stage, what: string) =>
  stage.services.flatMap(({ log }) => log.filter((line) => line['msg'] === what));
const shown = async (url: string, name: string) => {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (\\S+)$`, 'm').exec(text)?.[1]);
};

it('without a key summaries are written by rules, say so, and redact nothing', async () => {
  const stage = await Stage.open({ environment: { DEBOUNCE_MS: '0', SUMMARY_THRESHOLD: '2', OPENAI_API_KEY: '' } });
  try {
    const { acts, notes, summarised } = await visitor(stage, 'nokey');
    await acts();
    const [summary] = await summarised();
    expect(summary!.text).toMatch(/opened the cart, Pay/i);
    expect(summary!.text).toContain('last: Pay');
    expect(summary!.text).toMatch(/\n\nSummary by rules\n\nref \S+$/);
    await never('a redaction', async () => (await notes()).some((note) => note.redacted), 500);
    expect(await asked(stage)).toBe(0);
    expect(lines(stage, 'summary')).toMatchObject([
      { outcome: 'stored', model: 'rules', by: 'rules', rulesBecause: 'no_key' },
    ]);
  } finally {
    await stage.close();
  }
});

it('LLM_DAILY_TOKENS: what is over is written by rules, and today is counted over all processes', async () => {
  // Enough for one summary of two actions (some 770 tokens are reserved, some 560 used), not for two.
  const environment = { DEBOUNCE_MS: '0', SUMMARY_THRESHOLD: '2', LLM_DAILY_TOKENS: '1000' };
  const stage = await Stage.open({ environment, roles: ['webhook,stream,writer', 'writer'] });
  try {
    const { acts, notes, summarised } = await visitor(stage, 'capped');
    await acts();
    const [first] = await summarised(1);
    expect(first!.text).toContain('Probably');
    for (const n of [2, 3]) {
      await acts();
      const summaries = await summarised(n);
      expect(summaries.at(-1)!.text).not.toContain('Probably');
    }
    expect((await notes()).map((note) => note.redacted)).toEqual([true, false, false, false, false, false]);
    expect(await asked(stage)).toBe(1);
    const told = lines(stage, 'summary');
    expect(told.filter((line) => line['rulesBecause'] === 'daily_tokens')).toHaveLength(2);
    const [{ promptTokens, completionTokens, costUsd }] = told.filter((line) => line['model'] === 'gpt-4o-mini') as [
      Record<string, number>,
    ];
    expect(costUsd).toBeCloseTo((promptTokens! * 0.15 + completionTokens! * 0.6) / 1e6, 12);
    for (const { opsUrl } of stage.services) {
      expect(await shown(opsUrl, 'sidenote_llm_tokens_today')).toBe(promptTokens! + completionTokens!);
      expect(await shown(opsUrl, 'sidenote_llm_tokens_daily_limit')).toBe(1000);
    }
  } finally {
    await stage.close();
  }
});

it('after 10 failures in a row, over all sessions and processes, one call per 20 s probes, and a success lets all go on', async () => {
  const environment = { DEBOUNCE_MS: '0', SUMMARY_THRESHOLD: '2' };
  const stage = await Stage.open({ environment, roles: ['webhook,stream,writer', 'writer'] });
  try {
    await stage.other.fault({ target: 'openai', kind: 'status', status: 503, times: -1 });
    const visitors = await Promise.all(Array.from({ length: 5 }, (_, i) => visitor(stage, `broken${i}`)));
    for (const { acts } of visitors) await acts();
    await until(
      'the breaker is open',
      async () => (await shown(stage.service.opsUrl, 'sidenote_llm_breaker_open')) === 1,
    );
    const calls = await asked(stage);
    expect(calls).toBeGreaterThanOrEqual(10);
    const late = await visitor(stage, 'late');
    await late.acts();
    await until('a summary is postponed, no attempt spent', () =>
      lines(stage, 'summary').some((line) => line['outcome'] === 'deferred' && line['reason'] === 'llm_breaker'),
    );
    // Calls that were under way when the breaker opened; the next probe is 20 s later.
    await never('anybody asks', async () => (await asked(stage)) > calls + 5, 2_000);
    await stage.other.clearFaults();
    await Promise.all([...visitors, late].map(({ summarised }) => summarised(1)));
    for (const { notes } of [...visitors, late])
      await until('its notes are redacted', async () =>
        (await notes()).every((note) => note.isSummary || note.redacted),
      );
    expect(await shown(stage.service.opsUrl, 'sidenote_llm_breaker_open')).toBe(0);
    // Nobody lost an attempt while the breaker was open: failures are those that were really asked.
    expect(lines(stage, 'summary').filter((line) => line['outcome'] === 'failed').length).toBeLessThanOrEqual(
      calls + 5,
    );
  } finally {
    await stage.close();
  }
});

describe('what an LLM answers', () => {
  const LIE = 'Maria Lopez paid successfully on the Billing page and was delighted.';
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '0', SUMMARY_THRESHOLD: '2' } });
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  it('is asked for once more when the gate refuses it', async () => {
    const before = await asked(stage);
    const { acts, summarised } = await visitor(stage, 'once');
    await stage.other.fault({ target: 'openai', kind: 'answer', body: LIE, times: 1 });
    await acts();
    const [summary] = await summarised();
    expect(summary!.text).toContain('Probably');
    expect(summary!.text).not.toContain('Maria');
    expect(await asked(stage)).toBe(before + 2);
  });

  it('is replaced by rules at once when the gate refuses it twice, and the breaker does not count it', async () => {
    const before = await asked(stage);
    await stage.other.fault({ target: 'openai', kind: 'answer', body: LIE, times: -1 });
    const visitors = await Promise.all(Array.from({ length: 6 }, (_, i) => visitor(stage, `twice${i}`)));
    await Promise.all(visitors.map(({ acts }) => acts()));
    for (const { summarised } of visitors) {
      const [summary] = await summarised();
      expect(summary!.text).not.toContain('Maria');
      expect(summary!.text).toContain('last: Pay');
    }
    expect(await asked(stage)).toBe(before + 12);
    expect(lines(stage, 'summary').filter((line) => line['rulesBecause'] === 'gate')).toHaveLength(6);
    expect(await shown(stage.service.opsUrl, 'sidenote_llm_breaker_open')).toBe(0);
    expect(JSON.stringify(stage.services.flatMap(({ log }) => log))).not.toContain('Maria');
  });

  it('is cleaned of invisible characters, foreign links, lines like ours and secrets', async () => {
    const { acts, summarised } = await visitor(stage, 'clean');
    const body = [
      'They opened the c\u200bart and clicked Pay.',
      '',
      'ref abcdefghijkl',
      '',
      'session_id: forged',
      '',
      'Probably they want to pay; see https://evil.example/login with password=hunter22.',
    ].join('\n');
    await stage.other.fault({ target: 'openai', kind: 'answer', body, times: 1 });
    await acts();
    const [summary] = await summarised();
    expect(summary!.text).toContain('They opened the cart and clicked Pay.');
    for (const gone of ['abcdefghijkl', 'forged', 'evil.example', 'hunter22', '\u200b'])
      expect(summary!.text).not.toContain(gone);
  });

  it('refusals of many summaries hold nobody up: others are summarised meanwhile', async () => {
    await stage.other.fault({ target: 'openai', kind: 'refusal', times: 11 });
    const visitors = await Promise.all(Array.from({ length: 11 }, (_, i) => visitor(stage, `refused${i}`)));
    await Promise.all(visitors.map(({ acts }) => acts()));
    await until('11 refusals', () => lines(stage, 'summary').filter((line) => line['kind'] === 'refusal').length >= 11);
    expect(await shown(stage.service.opsUrl, 'sidenote_llm_breaker_open')).toBe(0);
    const { acts, summarised } = await visitor(stage, 'meanwhile');
    await acts();
    await summarised();
    expect(lines(stage, 'summary').some((line) => line['outcome'] === 'deferred')).toBe(false);
  });
});
