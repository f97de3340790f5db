import { readFileSync } from 'node:fs';
import type { FrameLocator, Page } from 'playwright-core';
import { WatchedBrowser } from '../support/browser';
import { OtherSide } from '../support/sandbox';
import { OwnRedis, Service } from '../support/service';
import { until } from '../support/until';

const PASSWORD = 'nobody-reads-this-here';
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const MOST_BYTES = 150_000;
const PATHS = [
  ...['/try', '/', '/shop/', '/shop/pricing', '/shop/checkout', '/shop/checkout/done', '/shop/signup', '/shop/login'],
  ...[
    '/shop/projects',
    '/shop/projects/new',
    '/shop/projects/4821',
    '/shop/search?q=x',
    '/shop/settings',
    '/shop/help',
  ],
  ...['/shop/help/exports', '/shop/nowhere'],
];

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

jest.setTimeout(120_000);

describe('the page to try it', () => {
  let browser: WatchedBrowser;
  let redis: OwnRedis;
  let other: OtherSide;
  let service: Service;
  let page: Page;
  let shop: FrameLocator;
  let inbox: FrameLocator;

  const open = async (options: Parameters<WatchedBrowser['open']>[1] = {}) => {
    page = await browser.open(`${other.url}/try`, { viewport: { width: 1440, height: 860 }, ...options });
    page.setDefaultTimeout(30_000);
    shop = page.frameLocator('#shop');
    inbox = page.frameLocator('#inbox');
    await shop.getByRole('heading', { name: 'Plans that survive Monday' }).waitFor();
  };
  const press = (name: string) => shop.getByRole('button', { name, exact: true }).click();
  const follow = (name: string) =>
    shop
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .first()
      .click();
  const says = async (text: string) => {
    if (!(await shop.getByLabel('Your message').isVisible())) await press('Chat with us');
    await shop.getByLabel('Your message').fill(text);
    await press('Send');
    await shop.locator('.said-by-customer', { hasText: text }).waitFor();
  };
  const notes = () => inbox.locator('.part.is-note');
  const count = async (name: string) => Number(await page.locator(`#ledger [data-count="${name}"] dd`).innerText());
  const allPosted = () =>
    until('everything is posted, nothing lost or doubled', async () => {
      const [sent, posted] = [await count('sent'), await count('posted')];
      return sent > 0 && sent === posted && (await count('waits')) === 0;
    });
  const declined = async () => {
    await follow('Pricing');
    await follow('Choose Team');
    await press('a card that is declined');
    await shop.getByLabel('Name on card').fill('hunter2 is not told');
    await press('Pay now');
    await shop.getByText('Your bank declined the payment').waitFor();
  };
  /** Actions of a whole summary, by a handful of presses. */
  const ticks = async (times: number) => {
    const box = shop.getByRole('checkbox').first();
    for (let n = 0; n < times; n += 1) await box.click();
  };

  beforeAll(async () => {
    browser = await WatchedBrowser.start();
    redis = new OwnRedis();
    const operations = { url: '', password: PASSWORD };
    other = await OtherSide.start({ webhookRetryMs: 500, shopBatchMs: 100 }, { operations });
    service = await Service.start({
      environment: {
        ...redis.environment,
        ...other.environment,
        DASHBOARD_PASSWORD: PASSWORD,
        INTERCOM_TIMEOUT_MS: '1500',
      },
      roles: 'webhook,stream,writer,dashboard',
    });
    operations.url = service.opsUrl;
    await other.settings({ webhookUrl: `${service.url}/webhooks/intercom` });
    await service.untilReady();
  });
  afterAll(async () => {
    await browser?.close();
    await service?.stop();
    await other?.close();
    await redis?.close();
  });
  beforeEach(() => browser.forget());
  afterEach(async () => {
    await page.context().close();
    await other.clearFaults();
    expect(browser.complaints).toEqual([]);
    expect(browser.strangers(other.url)).toEqual([]);
  });

  it('tells the whole story: anonymous, a question, notes, sign-in, summary, redactions', async () => {
    await open();
    await declined();
    await page.getByText(/^\d+ actions remembered, nothing posted yet$/).waitFor();
    await says('Why is my card declined?');
    const first = notes().first();
    await first.getByText('User saw "Your bank declined the payment" on the Checkout page').waitFor();
    expect(await first.innerText()).toContain('User typed in the Name on card field on the Checkout page');
    expect(await first.innerText()).not.toContain('hunter2');

    await press('Close the chat');
    await follow('Sign in');
    await shop.getByLabel('Work email').fill('lea.brandt@customer.example');
    await press('Sign in');
    await inbox.getByRole('heading', { name: 'Lea Brandt' }).waitFor();
    await notes().getByText('User landed on the Projects page').waitFor();

    await follow('Autumn launch');
    await ticks(24);
    await inbox.locator('.part.is-summary').first().waitFor();
    await inbox.locator('.part.is-tombstone').first().waitFor();
    await allPosted();
    expect([await count('lost'), await count('doubled')]).toEqual([0, 0]);
    await page.locator('#way[data-stage="posted"]').waitFor();

    await inbox.getByLabel('Your answer').fill('I have <asked> your bank.');
    await inbox.getByLabel('Your answer').press('Enter');
    await press('Chat with us');
    await shop.getByText('I have <asked> your bank.').waitFor();

    await page.getByRole('switch', { name: 'What the customer sees' }).click();
    await until('no note is seen', async () => (await inbox.locator('.part:visible').count()) === 2);
  });

  it('loses and doubles nothing when an answer is lost', async () => {
    await open();
    await says('Hello');
    await press('Close the chat');
    await allPosted();
    await page.getByRole('button', { name: 'Answer lost' }).click();
    await page.locator('[data-name="answer-lost"][aria-pressed="true"]').waitFor();
    await follow('Pricing');
    await page.locator('[data-name="answer-lost"][aria-pressed="false"]').waitFor();
    await follow('Help');
    await notes().getByText('User landed on the Help centre page').waitFor();
    await allPosted();
    expect([await count('lost'), await count('doubled')]).toEqual([0, 0]);
    const calls = await other.state<{ calls: { fault: string | null }[] }>('intercom');
    expect(JSON.stringify(calls)).toContain('timeout-after-store');
  });

  it('survives a reload, keeps two people apart, and starts over at one click', async () => {
    await open();
    await says('I come first');
    await inbox.locator('.bubble', { hasText: 'I come first' }).waitFor();
    await page.reload();
    await inbox.locator('.bubble', { hasText: 'I come first' }).waitFor();
    await press('Chat with us');
    await shop.locator('.said-by-customer', { hasText: 'I come first' }).waitFor();
    const mine = page;

    await open();
    await says('I come second');
    await inbox.locator('.bubble', { hasText: 'I come second' }).waitFor();
    expect(await inbox.getByText('I come first').count()).toBe(0);
    await page.context().close();

    page = mine;
    await page.getByRole('button', { name: 'Start over' }).click();
    await page.getByText('Click around').waitFor();
    await until(
      'the chat is empty',
      async () => (await mine.frameLocator('#shop').getByText('I come first').count()) === 0,
    );
  });

  it('fails where the product fails: an export, a search without result', async () => {
    await open();
    await follow('Projects');
    await follow('Autumn launch');
    await press('Export plan');
    await shop.getByText('The export failed').waitFor();
    for (let n = 0; n < 2; n += 1) {
      await press('Try again');
      await shop.getByText('The export failed').waitFor();
    }
    await press('Try again');
    await shop.getByText('Your export is ready').waitFor();
    await follow('Search');
    await shop.getByRole('searchbox').fill('unicorns');
    await press('Search');
    await shop.getByText('No results for “unicorns”').waitFor();
    await says('Help');
    await notes().first().getByText('User submitted Search for "unicorns" on the Search page').waitFor();
    await notes().first().getByText('User saw "No results for unicorns" on the Search page').waitFor();
  });

  it.each([
    [1440, 'light'],
    [390, 'dark'],
  ] as const)('shuts nobody out, fits and is light, at %i pixels, %s', async (width, colorScheme) => {
    page = await browser.open('about:blank', { viewport: { width, height: 800 }, colorScheme });
    let bytes = 0;
    const weigh = (body: Buffer) => void (bytes += body.length);
    page.on('response', (response) => void response.body().then(weigh, () => undefined));
    const wrong: unknown[] = [];
    for (const path of PATHS) {
      bytes = 0;
      await page.goto(other.url + path);
      await page.locator('h1:visible, .thread-who h2:visible, .empty h2:visible').first().waitFor();
      await page.evaluate(AXE);
      const found = (await page.evaluate('axe.run(document, { iframes: false })')) as { violations: Violation[] };
      const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      wrong.push(...serious.map(({ id, nodes }) => [path, id, nodes[0]?.html]));
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) wrong.push([path, `is ${wide} wide`]);
      // The page with two frames loads both of them, too.
      if (bytes > MOST_BYTES * (path === '/try' ? 2 : 1)) wrong.push([path, `has ${bytes} bytes`]);
    }
    expect(wrong).toEqual([]);
  });
});
