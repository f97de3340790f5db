import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { Queue } from 'bullmq';
import type { Page } from 'playwright-core';
import { WatchedBrowser } from '../support/browser';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;

describe('the operations page', () => {
  let browser: WatchedBrowser;
  let stage: Stage;
  let page: Page;
  let people = 0;

  const opsUrl = () => stage.service.opsUrl;
  const open = async (hash = '', options: Parameters<WatchedBrowser['open']>[1] = {}) => {
    const httpCredentials = { username: 'sidenote', password: PASSWORD };
    page = await browser.open(`${opsUrl()}/ops/${hash}`, { httpCredentials, ...options });
    page.setDefaultTimeout(240_000);
    await page.locator('.stage-head h2').waitFor({ state: 'attached' });
  };
  const conversation = async (session: string) => {
    const { id } = await stage.other.contact({ external_id: `ops-${++people}` });
    return stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
  };
  const refused = async (text: string) => {
    const session = newSession();
    const id = await conversation(session);
    const { id: fault } = await stage.other.fault({
      target: 'reply',
      kind: 'status',
      status: 422,
      match: { conversationId: id },
    });
    await stage.other.clicks(session, [text]);
    return { id, fault };
  };

  beforeAll(async () => {
    browser = await WatchedBrowser.start();
    stage = await Stage.open({
      environment: {
        DEBOUNCE_MS: '20',
        DASHBOARD_PASSWORD: PASSWORD,
        DASHBOARD_WRITE: 'on',
        INTERCOM_APP_ID: SANDBOX_CREDENTIALS.appId,
      },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await stage?.close();
  });
  beforeEach(() => browser.forget());
  afterEach(async () => {
    await page?.close();
    await stage.other.clearFaults();
    expect(browser.complaints).toEqual([]);
    expect(browser.strangers(opsUrl())).toEqual([]);
  });

  it('says that all is well, and shows the stream, the rate limit and the queues', async () => {
    await open();
    await page.getByText('All is well').waitFor();
    await page.locator('.card', { hasText: 'Autoplay’s stream' }).getByText('1 of 1').waitFor();
    await page.locator('.card', { hasText: 'rate limit' }).getByText('Sending').waitFor();
    expect(await page.locator('.queues tbody tr').count()).toBe(6);
    await page.locator('.pulse[data-state=live]').waitFor();
  });

  it('finds a conversation, and its story goes on by itself', async () => {
    const session = newSession();
    const id = await conversation(session);
    await open();
    await page.getByLabel('Conversation or session').fill(id);
    await page.keyboard.press('Enter');
    await page.locator('.verdict', { hasText: 'linked to a session' }).waitFor();
    await stage.other.clicks(session, ['User opened the cart', 'User clicked Pay now']);
    await page.locator('.step.of-payload', { hasText: '2 actions arrived' }).waitFor();
    await page.locator('.step.of-note.is-good', { hasText: 'Posted the note' }).waitFor();
    await page.locator('.row', { hasText: id }).waitFor();
    expect(await page.locator('body').innerText()).not.toContain('Pay now');
    await page.getByText('What the user did').click();
    await page.locator('.texts li', { hasText: 'User clicked Pay now' }).waitFor();
  });

  it('tells a summary with its tokens, and the redactions that follow', async () => {
    const session = newSession();
    const id = await conversation(session);
    await stage.other.clicks(
      session,
      Array.from({ length: 20 }, (_, i) => `step ${i}`),
    );
    await open(`#/of/${id}`);
    await page.locator('.step.of-summary', { hasText: /\d+ \+ \d+ tokens/ }).waitFor();
    await page.locator('.step.of-redaction', { hasText: 'Redacted a note' }).first().waitFor();
  });

  it('shows a dead letter with its reason, and sends it again', async () => {
    const { id } = await refused('never mind');
    await open();
    const letter = page.locator('.deads li', { hasText: id });
    await letter.waitFor();
    await page.getByText('could not be delivered').waitFor();
    await stage.other.clearFaults();
    await letter.getByRole('button', { name: 'Send again' }).click();
    await letter.waitFor({ state: 'detached' });
    await until('the late note', async () => (await stage.other.notes(id))[0]?.text.includes('sent late'));
    await page.getByText('All is well').waitFor();
  });

  it('unlinks the wrong customer, links it again, and mutes', async () => {
    const session = newSession();
    const id = await conversation(session);
    await stage.other.clicks(session, ['of somebody else']);
    await open(`#/of/${id}`);
    page.on('dialog', (dialog) => void dialog.accept());
    await page.locator('.step.of-note.is-good').waitFor();
    await page.getByRole('button', { name: 'Wrong customer' }).click();
    await page.getByText(/^Session \w+ unlinked by sidenote \(operations page\), /).waitFor();
    await until('redacted', async () => (await stage.other.notes(id)).every(({ redacted }) => redacted));
    await page.getByRole('button', { name: 'Link it again' }).click();
    await page.getByRole('button', { name: 'Wrong customer' }).waitFor();
    await page.getByRole('button', { name: 'Mute notes here' }).click();
    await page.getByText(/^Muted by sidenote \(operations page\), /).waitFor();
  });

  it('shows what was pressed in the panel beside the conversation, which the sandbox asks as Intercom does', async () => {
    const nasty = ['<img src=x onerror="a()">', '**b** [a](https://e.x/)'];
    const session = newSession();
    const id = await conversation(session);
    await stage.other.clicks(session, ['opened the basket', ...nasty]);
    await until('a note', async () => (await stage.other.notes(id)).length > 0);
    page = await browser.open(`${stage.other.url}/#/inbox/${id}`, { viewport: { width: 390, height: 780 } });
    await page.getByRole('button', { name: 'Details', exact: true }).click();
    const panel = page.getByRole('region', { name: 'Sidenote' });
    for (const text of ['opened the basket', ...nasty]) await panel.getByText(text).waitFor();
    const height = await panel.locator('.canvas').evaluate((canvas) => canvas.clientHeight);
    expect(height).toBeLessThanOrEqual(400);
    expect(await panel.locator('img, b, .canvas a').count()).toBe(0);
    await panel.getByRole('button', { name: 'Wrong customer, mute …' }).click();
    await panel.getByRole('button', { name: 'Mute notes here' }).click();
    await panel.getByText('Muted: nothing is posted here until it is unmuted.').waitFor();
    await panel.getByRole('button', { name: 'Refresh' }).click();
    await panel.getByText('Notes are muted here.').waitFor();
    expect(browser.strangers(stage.other.url)).toEqual([]);
    browser.requested.length = 0;
    await page.close();
    await open(`#/of/${id}`);
    await page.getByText(/^Muted by admin 7412990 \(panel\), /).waitFor();
    await page.getByRole('button', { name: 'Unmute' }).click();
    await page.getByRole('button', { name: 'Mute notes here' }).waitFor();
  });

  it('shows markup from outside as text, and runs none of it', async () => {
    const nasty = '<img src=x onerror="document.title=1"><script>document.title="owned"</script>';
    const session = `${newSession()}${nasty}`;
    await stage.other.clicks(session, [`User typed ${nasty}`]);
    await open(`#/of/${encodeURIComponent(session)}`);
    await page.locator('.verdict', { hasText: 'No conversation' }).waitFor();
    expect(await page.locator('.stage-head h2').innerText()).toBe(session);
    await page.getByText('What the user did').click();
    expect(await page.locator('.texts li').innerText()).toBe(`User typed ${nasty}`);
    expect(await page.locator('.stage script, .stage img').count()).toBe(0);
  });

  it('shows one thing at a time on a narrow screen, and never scrolls sideways', async () => {
    const session = newSession();
    const id = await conversation(session);
    await stage.other.clicks(session, ['a click']);
    await open('', { viewport: { width: 390, height: 780 } });
    await page.locator('.card').first().waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.locator('.stage-body').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.getByRole('link', { name: 'Find' }).click();
    await page.locator('.row', { hasText: id }).locator('a').click();
    await page.locator('.verdict').waitFor();
    expect(await page.locator('.list').isVisible()).toBe(false);
    expect(await page.locator('.subject').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.locator('.row').first().waitFor();
  });

  it('breaks no word of the table of queues where it is tight', async () => {
    await open('', { viewport: { width: 1000, height: 800 } });
    const heads = page.locator('.queues th');
    await heads.first().waitFor();
    const lines = await heads.evaluateAll((cells) =>
      cells.map((cell) => {
        const text = cell.ownerDocument.createRange();
        text.selectNodeContents(cell);
        return text.getClientRects().length;
      }),
    );
    expect(lines).toEqual([1, 1, 1, 1, 1]);
  });

  it('is dark where the system is, and remembers another wish', async () => {
    const ground = () => page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
    await open('', { colorScheme: 'dark' });
    const dark = await ground();
    await page.getByRole('button', { name: 'Switch to the light theme' }).click();
    const light = await ground();
    expect(light).not.toBe(dark);
    await page.reload();
    await page.getByRole('button', { name: 'Switch to the dark theme' }).waitFor();
    expect(await ground()).toBe(light);
  });

  it('leads to Bull Board, which hides what users did', async () => {
    const { id } = await refused('a very private click');
    await open();
    await page.locator('.deads li', { hasText: id }).locator('a', { hasText: 'ref' }).click();
    await page.waitForURL(/\/queues\/queue\/dead-letters\/dead\./);
    await page.getByText('dead-letters').first().waitFor();
    const queue = new Queue('session-actions', {
      connection: { url: stage.redis.url },
      prefix: `${stage.redis.prefix}:bull`,
    });
    const payload = { actions: [{ description: 'a very private click' }] };
    const job = await queue.add('payload', { sessionKey: 'abc', payload }, { delay: 600_000, jobId: 'e-abc' });
    const shown = await fetch(`${opsUrl()}/queues/api/queues/session-actions/e-abc`, {
      headers: { authorization: AUTHORIZATION },
    });
    const text = await shown.text();
    await page.goto(`${opsUrl()}/queues/queue/session-actions/e-abc`);
    await page.getByText('e-abc').first().waitFor();
    expect(await page.content()).not.toContain('private');
    await job.remove();
    await queue.close();
    expect(text).toContain('1 item');
    expect(text).not.toContain('private');
  });

  it('names its place under a sub-path of a proxy', async () => {
    const board = async (prefix: string) => {
      const headers = { authorization: AUTHORIZATION, 'x-forwarded-prefix': prefix };
      return (await fetch(`${opsUrl()}/queues/`, { headers })).text();
    };
    expect(await board('/tools/sidenote')).toContain('<base href="/tools/sidenote/queues/"');
    expect(await board('"><script>')).toContain('<base href="/queues/"');
    expect(await board('//evil.example')).toContain('<base href="/queues/"');
    const to = async (path: string) =>
      (
        await fetch(`${opsUrl()}${path}`, { headers: { authorization: AUTHORIZATION }, redirect: 'manual' })
      ).headers.get('location');
    expect(await to('/')).toBe('./ops/');
    expect(await to('/ops')).toBe('ops/');
    await open();
  });

  it('changes nothing for another site that a browser is sent by', async () => {
    const { id } = await refused('stays dead');
    const ref = await until('a dead letter', async () => {
      const answer = await fetch(`${opsUrl()}/api/explain/${id}`, { headers: { authorization: AUTHORIZATION } });
      return ((await answer.json()) as { deadLetters: { ref: string }[] }).deadLetters[0]?.ref;
    });
    const post = async (headers: Record<string, string>) =>
      (
        await fetch(`${opsUrl()}/api/dead-letters/${ref}/send-again`, {
          method: 'POST',
          headers: { authorization: AUTHORIZATION, ...headers },
        })
      ).status;
    expect(await post({ 'sec-fetch-site': 'cross-site', 'x-sidenote': '1' })).toBe(403);
    expect(await post({ origin: 'https://evil.example', 'x-sidenote': '1' })).toBe(403);
    expect(await post({ origin: 'null', 'x-sidenote': '1' })).toBe(403);
    expect(await post({})).toBe(403);
    expect(await post({ origin: opsUrl(), 'x-sidenote': '1' })).toBe(202);
    expect(await post({ 'x-sidenote': '1' })).toBe(404);
    await open();
  });

  // The last one: it takes up to 20 s until sending goes on.
  it('says when sending is paused, and why', async () => {
    await stage.other.settings({ adminIds: ['1'] });
    const session = newSession();
    const id = await conversation(session);
    await stage.other.clicks(session, ['kept']);
    await open(`#/of/${id}`);
    await page.locator('.paused').waitFor();
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Sending to Intercom is paused').waitFor();
    await stage.other.settings({ adminIds: ['7412205'] });
  });
});
