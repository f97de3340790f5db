import { type Browser, chromium, type Page } from 'playwright-core';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

type PageOptions = NonNullable<Parameters<Browser['newPage']>[0]>;

/** A real browser without a window; it remembers what its pages complained of and whom they asked. */
export class WatchedBrowser {
  readonly complaints: string[] = [];
  readonly requested: string[] = [];

  private constructor(private readonly browser: Browser) {}

  /** Starts the Chromium that `npm test` found. */
  static async start(): Promise<WatchedBrowser> {
    const executablePath = process.env['CHROMIUM_PATH'];
    if (!executablePath) throw new Error('this test needs CHROMIUM_PATH (npm test finds or installs a Chromium)');
    return new WatchedBrowser(await chromium.launch({ executablePath, args: FLAGS }));
  }

  async open(url: string, options: PageOptions): Promise<Page> {
    const page = await this.browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on(
      'console',
      (message) => message.type() === 'error' && this.complaints.push(`${message.text()} ${message.location().url}`),
    );
    page.on('request', (request) => this.requested.push(request.url()));
    await page.goto(url);
    return page;
  }

  forget(): void {
    this.complaints.length = this.requested.length = 0;
  }

  /** Whom its pages asked, other than where they came from. */
  strangers(home: string): string[] {
    return this.requested.filter((url) => !url.startsWith(home));
  }

  close(): Promise<void> {
    return this.browser.close();
  }
}
