import { runCommand } from '../support/command';
import { OtherSide } from '../support/sandbox';

describe('sidenote eval', () => {
  it('--rules needs no setting at all, asks nobody, and tells at least 90 % of the facts', async () => {
    const { code, stdout, stderr } = await runCommand(['eval', '--rules', '--json'], {});
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    const report = JSON.parse(stdout) as Record<string, number>;
    expect(report).toMatchObject({ by: 'rules', visits: 24, injectionsObeyed: 0, ok: true });
    expect(report['factRecall']).toBeGreaterThanOrEqual(0.9);
  });

  it('--rules says the same each time', async () => {
    const [one, two] = [await runCommand(['eval', '--rules'], {}), await runCommand(['eval', '--rules'], {})];
    expect(one.stdout).toContain('fact recall');
    expect(one.stdout).toBe(two.stdout);
  });

  it('without a key says what is missing', async () => {
    const { code, stderr } = await runCommand(['eval', '--yes'], {});
    expect(code).toBe(1);
    expect(stderr).toContain('OPENAI_API_KEY is not set');
  });

  describe('with an LLM', () => {
    let other: OtherSide;
    beforeAll(async () => (other = await OtherSide.start()));
    afterAll(() => other?.close());
    const asked = async () => (await other.state<{ calls: unknown[] }>('openai')).calls.length;

    it('says the price first, and without a terminal spends nothing unless --yes is given', async () => {
      const { code, stdout, stderr } = await runCommand(['eval'], other.environment);
      expect(code).toBe(1);
      expect(stderr).toMatch(/^24 calls to gpt-4o-mini at \S+, about \d+ tokens, about \$0\.\d+\./);
      expect(stderr).toContain('--yes');
      expect(stdout).toBe('');
      expect(await asked()).toBe(0);
    });

    it('measures it: recall, findings, words, latency, cost', async () => {
      const { stdout } = await runCommand(['eval', '--yes', '--json'], other.environment);
      const report = JSON.parse(stdout) as { tokens: { prompt: number } };
      expect(report).toMatchObject({
        by: 'gpt-4o-mini',
        visits: 24,
        summaries: 24,
        injectionsObeyed: 0,
        hardFindings: {},
        byRules: 0,
        failures: {},
        factRecall: expect.any(Number),
        costPer1000Usd: expect.any(Number),
        latencyMs: { median: expect.any(Number), p90: expect.any(Number) },
      });
      expect(report.tokens.prompt).toBeGreaterThan(1000);
      expect(await asked()).toBe(24);
    });
  });
});
