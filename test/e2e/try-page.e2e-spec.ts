import { readFileSync } from 'node:fs';
import type { FrameLocator, Page } from 'playwright-core';
import { WatchedBrowser } from '../support/browser';
import { Demo } from '../support/demo';
import { until } from '../support/until';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const MOST_BYTES = 150_000;
/** Of the viewport, in all frames together. */
const MOST_SHIFT = 0.02;
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

/** Adds up, in every frame, what moved without anybody having done something. */
const WATCH_SHIFTS = `
  window.shifts = [];
  new PerformanceObserver((list) => {
    for (const { value, hadRecentInput, sources } of list.getEntries())
      if (!hadRecentInput) shifts.push([value, ...sources.map(({ node }) => node?.className || node?.nodeName)]);
  }).observe({ type: 'layout-shift', buffered: true });`;
/** The files that came over the wire for a frame; what another frame had loaded already is asked for, and not sent again. */
const WEIGHT = `performance.getEntries()
  .filter(({ initiatorType, transferSize, encodedBodySize }) => initiatorType !== 'fetch' && transferSize > encodedBodySize)
  .reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`;
const sum = (one: number, other: number) => one + other;
/** What has the focus, by its name, through all frames. */
const FOCUSED = `(() => {
  let one = document.activeElement;
  while (one?.contentDocument) one = one.contentDocument.activeElement;
  return one?.getAttribute('aria-label') ?? one?.labels?.[0]?.textContent ?? one?.textContent ?? '';
})()`;

interface Violation {
  id: string;
  impact: string;
  nodes: { html: string }[];
}

describe('the page to try it, as npm start -- --quiet has it', () => {
  let browser: WatchedBrowser;
  let demo: Demo;
  let page: Page;
  let shop: FrameLocator;
  let inbox: FrameLocator;
  let asked = 0;

  const open = async (options: Parameters<WatchedBrowser['open']>[1] = {}) => {
    page = await browser.open('about:blank', { viewport: { width: 1440, height: 860 }, ...options });
    page.setDefaultTimeout(240_000);
    await page.addInitScript(WATCH_SHIFTS);
    await page.goto(`${demo.url}/try`);
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
    asked += (await shop.locator('.said-by-customer').count()) === 0 ? 1 : 0;
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

  const preset = async (name: string) => {
    await page.getByRole('button', { name, exact: true }).click();
    await page.locator(`#presets:not([aria-busy="true"]) [aria-pressed="true"]`, { hasText: name }).waitFor();
  };
  const wrongs = async () => [await count('lost'), await count('doubled')];
  /** In the page and in its inbox; the product goes from page to page, as its customer wants. */
  const moved = async () => {
    const watched = page.frames().filter((frame) => !new URL(frame.url()).pathname.startsWith('/shop'));
    expect(watched).toHaveLength(2);
    return (await Promise.all(watched.map((frame) => frame.evaluate<[number, ...string[]][]>('window.shifts')))).flat();
  };
  /** A thread closes up where its notes are deleted, as Intercom's does: after that its parts are left out. */
  const expectStill = async (counts = (_node: string) => true) => {
    const shifts = (await moved()).filter(([, ...nodes]) => nodes.length === 0 || nodes.some(counts));
    const all = shifts.map(([value]) => value).reduce(sum, 0);
    expect({ shifts, tooMuch: all >= MOST_SHIFT }).toEqual({ shifts, tooMuch: false });
  };
  /** Presses Tab until that has the focus. */
  const tabTo = async (name: string) => {
    for (let n = 0; n < 80; n += 1) {
      await page.keyboard.press('Tab');
      if ((await page.evaluate<string>(FOCUSED)).trim() === name) return;
    }
    throw new Error(`Tab does not lead to ${name}`);
  };

  beforeAll(async () => {
    [browser, demo] = await Promise.all([WatchedBrowser.start(), Demo.start()]);
    await demo.control('POST', '/settings', { webhookRetryMs: 500, shopBatchMs: 100 });
  });
  afterAll(async () => {
    await browser?.close();
    expect(await demo?.stop()).toBe(0);
  });
  beforeEach(() => browser.forget());
  afterEach(async () => {
    await page.context().close();
    await demo.control('DELETE', '/faults');
    expect(browser.complaints).toEqual([]);
    expect(browser.strangers(demo.url)).toEqual([]);
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

    await expectStill();
    await follow('Autumn launch');
    await ticks(24);
    await inbox.locator('.part.is-summary').first().waitFor();
    await inbox.locator('.part.is-tombstone').first().waitFor();
    await allPosted();
    expect(await wrongs()).toEqual([0, 0]);
    await page.locator('#way[data-stage="posted"]').waitFor();

    await inbox.getByLabel('Your answer').fill('I have <asked> your bank.');
    await inbox.getByLabel('Your answer').press('Enter');
    await press('Chat with us');
    await shop.getByText('I have <asked> your bank.').waitFor();

    await expectStill((node) => !node.startsWith('part '));

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
    expect(await wrongs()).toEqual([0, 0]);
    expect(JSON.stringify(await demo.control('GET', '/state?only=intercom'))).toContain('timeout-after-store');
  });

  it('changes the preset live, in the middle of a conversation, and loses nothing', async () => {
    await open();
    await says('Hello');
    await notes()
      .first()
      .getByText(/^session_id: /)
      .waitFor();
    for (const name of ['Calm', 'Quiet']) {
      await preset(name);
      await press('Close the chat');
      await follow('Pricing');
      await follow('Help');
      // Their notes wait for half a minute of quiet, but never for a customer who writes.
      await says(`And now ${name}?`);
      await allPosted();
    }
    expect(await notes().filter({ hasNotText: 'session_id: ' }).count()).toBe(2);
    expect(await wrongs()).toEqual([0, 0]);
    await preset('Recipe');
  });

  it('loses and doubles nothing when the process that posts is killed', async () => {
    await open();
    await says('Hello');
    await press('Close the chat');
    await follow('Projects');
    await follow('Autumn launch');
    await page.getByRole('button', { name: 'Kill writer' }).click();
    await ticks(4);
    await page.locator('#presets:not([aria-busy="true"])').waitFor();
    await ticks(2);
    await allPosted();
    expect(await wrongs()).toEqual([0, 0]);
  });

  it('is used without a mouse, and without motion for those who do not want it', async () => {
    await open({ reducedMotion: 'reduce' });
    await tabTo('Chat with us');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Only keys');
    await page.keyboard.press('Enter');
    asked += 1;
    await inbox.locator('.bubble', { hasText: 'Only keys' }).waitFor();
    await notes().first().waitFor();
    for (const frame of page.frames()) expect(await frame.evaluate('document.getAnimations().length')).toBe(0);
    await page.keyboard.press('Escape');
    await tabTo('What the customer sees');
    await page.keyboard.press('Space');
    await until('no note is seen', async () => (await inbox.locator('.part:visible').count()) === 1);
    await tabTo('Answer lost');
    await page.keyboard.press('Space');
    await page.locator('[data-name="answer-lost"][aria-pressed="true"]').waitFor();
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
    asked -= 1;
    await page.getByText('Click around').waitFor();
    await until(
      'the chat is empty',
      async () => (await mine.frameLocator('#shop').getByText('I come first').count()) === 0,
    );
  });

  it('asks for nothing of a visit that was started over, however slow its last question is', async () => {
    await open();
    await says('And gone');
    await inbox.locator('.bubble', { hasText: 'And gone' }).waitFor();
    let over = false;
    page.on('request', (request) => (over ||= request.method() === 'DELETE' && request.url().includes('/visits/')));
    // A question under way is held back until the visit is given up, or for so long as a slow machine takes.
    const held: Promise<void>[] = [];
    await page.route('**/try/visits/*/way', (route) => {
      const until = Date.now() + 2_000;
      const late = async (): Promise<void> => {
        while (!over && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
        if (over) await new Promise((resolve) => setTimeout(resolve, 200));
        await route.continue();
      };
      held.push(late());
    });
    await until('a question is under way', () => held.length > 0);
    await page.getByRole('button', { name: 'Start over' }).click();
    asked -= 1;
    await page.getByText('Click around').waitFor();
    await page.unroute('**/try/visits/*/way');
    await Promise.allSettled(held);
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

  it('has nobody in it but who came by a browser', async () => {
    await open();
    const { conversations } = await demo.control<{ conversations: unknown[] }>('GET', '/state?only=conversations');
    expect(conversations).toHaveLength(asked);
  });

  it('shuts nobody out, fits and is light, wide and light as narrow and dark', async () => {
    // Colours that are on their way to the other theme would be measured in between.
    page = await browser.open('about:blank', { reducedMotion: 'reduce' });
    const wrong: unknown[] = [];
    const look = async (path: string, width: number, colorScheme: 'light' | 'dark', only = '') => {
      await page.setViewportSize({ width, height: 860 });
      await page.emulateMedia({ colorScheme });
      const found = (await page.evaluate(`axe.run(document, { iframes: false${only} })`)) as {
        violations: Violation[];
      };
      const serious = found.violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
      wrong.push(...serious.map(({ id, nodes }) => [path, colorScheme, id, nodes[0]?.html]));
      const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
      if (wide > width) wrong.push([path, `is ${wide} wide at ${width}`]);
    };
    for (const path of PATHS) {
      await page.goto(demo.url + path);
      await page.locator('h1:visible, .thread-who h2:visible, .empty h2:visible').first().waitFor();
      await page.evaluate(AXE);
      await look(path, 1440, 'light');
      await look(
        path,
        390,
        'dark',
        ', runOnly: ["color-contrast", "link-in-text-block", "scrollable-region-focusable"]',
      );
      const bytes = (await Promise.all(page.frames().map((frame) => frame.evaluate<number>(WEIGHT)))).reduce(sum);
      if (!(bytes > 0 && bytes < MOST_BYTES)) wrong.push([path, `has ${bytes} bytes`]);
    }
    expect(wrong).toEqual([]);
  });
});
