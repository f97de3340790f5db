import type { Page } from 'playwright-core';
import { WatchedBrowser } from '../support/browser';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';

const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;
const NASTY = 'User clicked <img src=x onerror=alert(1)> button on the Cart page';

describe('what an agent would see', () => {
  let browser: WatchedBrowser;
  let stage: Stage;
  let page: Page;
  let session: string;

  const opsUrl = () => stage.service.opsUrl;
  const open = async (hash: string, options: Parameters<WatchedBrowser['open']>[1] = {}) => {
    const httpCredentials = { username: 'sidenote', password: PASSWORD };
    page = await browser.open(`${opsUrl()}/ops/${hash}`, { httpCredentials, ...options });
    page.setDefaultTimeout(240_000);
  };
  const ask = (path: string, authorization = AUTHORIZATION) =>
    fetch(`${opsUrl()}/api/preview/${path}`, { headers: { authorization } });

  beforeAll(async () => {
    browser = await WatchedBrowser.start();
    stage = await Stage.open({ environment: { DASHBOARD_PASSWORD: PASSWORD } });
    session = newSession();
    await stage.other.clicks(session, ['User opened the Cart page', NASTY]);
    await stage.buffered(session, 2);
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });
  beforeEach(() => browser.forget());
  afterEach(async () => {
    await page?.close();
    expect(browser.complaints).toEqual([]);
    expect(browser.strangers(opsUrl())).toEqual([]);
  });

  it('is told as JSON behind the password, and 404 and 400 where there is nothing to tell', async () => {
    expect((await ask('samples', 'Basic bm9ib2R5')).status).toBe(401);
    const answer = await ask(`sessions/${session}?preset=recipe`);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toMatchObject({
      preset: 'recipe',
      recorded: 2,
      notes: [{ kind: 'link', actions: 2, deletedAt: null }],
    });
    expect((await ask('sessions/nobody?preset=recipe')).status).toBe(404);
    expect((await ask('samples/nothing?preset=recipe')).status).toBe(404);
    expect((await ask(`sessions/${session}?preset=loud`)).status).toBe(400);
  });

  it('shows a sample visit in two presets, and another preset when it is chosen', async () => {
    await open('#/preview');
    const [left, right] = [page.locator('.preview-thread').first(), page.locator('.preview-thread').last()];
    await left.locator('.gone').first().waitFor();
    await left.locator('.note.is-link').first().waitFor();
    await right.locator('.note.is-summary', { hasText: 'Summary by rules' }).first().waitFor();
    expect(await right.locator('.gone').count()).toBeLessThan(await left.locator('.gone').count());
    await right.getByLabel('Preset').selectOption('quiet');
    await right.locator('.note').first().waitFor();
    await right.locator('.gone').first().waitFor({ state: 'detached' });
    expect(await right.locator('.is-summary').count()).toBe(0);
  });

  it('shows a recorded session, and markup from outside as text', async () => {
    await open(`#/of/${session}`);
    // The session's own link: the page's head has one of the same name, which is there sooner.
    await page.locator('a.button', { hasText: 'What would an agent see' }).click();
    await page.locator('.preview-thread').first().getByText(`[2] ${NASTY}`).waitFor();
    expect(await page.locator('.preview-notes img').count()).toBe(0);
    await page.getByLabel('Recorded session').fill('nobody');
    await page.getByLabel('Recorded session').press('Enter');
    await page.getByText('nothing is recorded of this session').first().waitFor();
    expect(browser.complaints.splice(0).every((text) => text.includes('404'))).toBe(true);
  });

  it('fits a narrow screen, in the dark', async () => {
    await open('#/preview', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' });
    await page.locator('.note').first().waitFor();
    const [wide, screen] = (await page.evaluate('[document.documentElement.scrollWidth, innerWidth]')) as [
      number,
      number,
    ];
    expect(wide).toBeLessThanOrEqual(screen);
  });

  it('is printed by `sidenote preview`, side by side', async () => {
    const { code, stdout } = await runCommand(
      ['preview', '--preset', 'recipe', '--against', 'calm', session],
      stage.environment,
    );
    expect(code).toBe(0);
    expect(stdout.split('\n')[0]).toMatch(/^recipe\s+│ calm$/);
    expect(stdout).toMatch(/^calm: 1 visible notes, 0 deleted, of 2 actions/m);
    expect((await runCommand(['preview', 'nobody'], stage.environment)).stderr).toContain('nothing is recorded');
  });
});

describe('sidenote preview --visit', () => {
  it('needs no setting and no Redis, and says the same each time', async () => {
    const args = ['preview', '--visit', 'long-shop', '--json'];
    const [one, two] = [await runCommand(args, {}), await runCommand(args, {})];
    expect({ code: one.code, stderr: one.stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(one.stdout)).toMatchObject({ previews: [{ preset: 'calm', notes: expect.any(Array) }] });
    expect(one.stdout).toBe(two.stdout);
  });

  it('names the samples where one is not known, and what a preset may be', async () => {
    expect((await runCommand(['preview', '--visit', 'x'], {})).stderr).toContain('long-shop');
    expect((await runCommand(['preview', '--preset', 'loud', 'x'], {})).stderr).toContain('recipe, calm, quiet');
    expect((await runCommand(['preview'], {})).stderr).toContain('--visit');
  });
});
