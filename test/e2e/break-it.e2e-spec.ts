import type { FrameLocator, Page } from 'playwright-core';
import { WatchedBrowser } from '../support/browser';
import { Demo } from '../support/demo';
import { until } from '../support/until';

interface Call {
  status: number | null;
  fault: string | null;
}
interface Played {
  intercom: { calls: Call[] };
  openai: { calls: Call[] };
}

/** What recovers here waits for a window of the rate limit, or for the next look at what was down: seconds, by design. */
const RECOVERED_WITHIN_MS = 90_000;

/** Buttons whose words stand on more than one line. */
const BROKEN = `[...document.querySelectorAll('button')].filter((button) => {
  const range = document.createRange();
  range.selectNodeContents(button);
  return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1;
}).map(({ textContent }) => textContent)`;

describe('the switches that break things, on the page to try it', () => {
  let browser: WatchedBrowser;
  let demo: Demo;
  let page: Page;
  let shop: FrameLocator;
  let inbox: FrameLocator;

  const press = (name: string) => shop.getByRole('button', { name, exact: true }).click();
  const follow = (name: string) => shop.getByRole('link', { name }).first().click();
  const count = async (name: string) => Number(await page.locator(`#ledger [data-count="${name}"] dd`).innerText());
  const flip = async (name: string, on: boolean) => {
    const button = page.getByRole('button', { name, exact: true });
    await button.click();
    await page.locator(`.fault[aria-pressed="${on}"]`, { hasText: name }).waitFor();
  };
  const strikes = async (side: keyof Played, is: (call: Call) => boolean) =>
    (await demo.control<Played>('GET', '/state'))[side].calls.filter(is).length;
  /** Until the fault struck, whatever struck before. */
  const struck = async (side: keyof Played, is: (call: Call) => boolean, does: () => Promise<void>) => {
    const before = await strikes(side, is);
    await does();
    await until('it strikes', async () => (await strikes(side, is)) > before);
  };
  /** All that was done is told, and nothing of it twice: by the page's own counter. */
  const allPosted = async (before: number) => {
    const told = async () => {
      const [sent, posted, waits] = [await count('sent'), await count('posted'), await count('waits')];
      return sent > before && sent === posted && waits === 0;
    };
    await until('everything is posted', told, { timeoutMs: RECOVERED_WITHIN_MS });
    expect([await count('lost'), await count('doubled')]).toEqual([0, 0]);
  };

  beforeAll(async () => {
    [browser, demo] = await Promise.all([WatchedBrowser.start(), Demo.start()]);
    await demo.control('POST', '/settings', { webhookRetryMs: 500, shopBatchMs: 100 });
    page = await browser.open(`${demo.url}/try`, { viewport: { width: 1440, height: 860 } });
    page.setDefaultTimeout(90_000);
    [shop, inbox] = [page.frameLocator('#shop'), page.frameLocator('#inbox')];
    await press('Chat with us');
    await shop.getByLabel('Your message').fill('Hello');
    await press('Send');
    await press('Close the chat');
    await allPosted(0);
  });
  afterAll(async () => {
    await browser?.close();
    expect(await demo?.stop()).toBe(0);
  });

  it.each<[string, (call: Call) => boolean]>([
    ['Intercom down', ({ status }) => status === 503],
    ['429', ({ status }) => status === 429],
    ['Slow', ({ fault }) => fault === 'slow'],
  ])('%s: what is done meanwhile is told afterwards, once', async (name, is) => {
    const before = await count('sent');
    await flip(name, true);
    await struck('intercom', is, () => follow('Pricing'));
    await follow('Help');
    await flip(name, false);
    await allPosted(before);
  });

  it('Cut stream: what is done until the service reads again is told, once', async () => {
    const before = await count('sent');
    const [answer] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith('/try/cut')),
      page.getByRole('button', { name: 'Cut stream' }).click(),
    ]);
    expect(await answer.json()).toMatchObject({ readers: 0 });
    await follow('Pricing');
    await allPosted(before);
  });

  it('LLM down: nothing is redacted until the summary is there, and then it is', async () => {
    const before = await count('sent');
    await flip('LLM down', true);
    await follow('Projects');
    await follow('Autumn launch');
    const box = shop.getByRole('checkbox').first();
    const refused: (call: Call) => boolean = ({ status }) => status === 503;
    const asked = await strikes('openai', refused);
    // No more than it takes: with many refusals in a row, whether the LLM is back is looked for more seldom.
    await until('the LLM refuses', async () => {
      for (let n = 0; n < 4; n += 1) await box.click();
      return (await strikes('openai', refused)) > asked;
    });
    expect(await inbox.locator('.part.is-tombstone').count()).toBe(0);
    await flip('LLM down', false);
    await inbox.locator('.part.is-summary').first().waitFor();
    await inbox.locator('.part.is-tombstone').first().waitFor();
    await allPosted(before);
  });

  it('leads behind the glass, to the timeline of the session and to its queues', async () => {
    const address = async (name: string) => (await page.getByRole('link', { name, exact: true }).getAttribute('href'))!;
    const links = await Promise.all(['Timeline', 'Queues'].map(address));
    expect(links[0]).toMatch(/\/ops#\/of\/[0-9a-f-]{36}$/);
    // Their page exists, and asks who is there.
    const answers = await Promise.all(links.map((link) => fetch(link)));
    expect(answers.map(({ status }) => status)).toEqual([401, 401]);
    expect(await count('budget')).toBeGreaterThanOrEqual(0);
  });

  it.each([1920, 1280, 1100, 1001, 1000, 821, 390])('fits %i pixels: no word is cut or broken', async (width) => {
    await page.setViewportSize({ width, height: 760 });
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.evaluate(BROKEN)).toEqual([]);
  });

  it('breaks no page', () => {
    expect(browser.complaints).toEqual([]);
  });
});
