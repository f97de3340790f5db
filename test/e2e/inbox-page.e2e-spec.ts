import { type Sandbox, SANDBOX_CREDENTIALS, startSandbox } from '@role/sandbox';
import type { Page } from 'playwright-core';
import { WatchedBrowser } from '../support/browser';

interface Answered {
  id: string;
  conversation_parts?: { conversation_parts: { id: string }[] };
}

describe('the inbox page', () => {
  let browser: WatchedBrowser;
  let sandbox: Sandbox;
  let page: Page;

  const post = async (path: string, body: object, headers: Record<string, string> = {}): Promise<Answered> => {
    const init = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    };
    const answer = await fetch(`${sandbox.url}${path}`, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}`);
    return (await answer.json()) as Answered;
  };
  const conversation = async (name: string, body: string) => {
    const contact = await post('/control/contacts', { name, email: `${name.toLowerCase()}@northwind.example` });
    return (await post('/control/conversations', { contactId: contact.id, body })).id;
  };
  const api = (path: string, body: object) =>
    post(`/intercom${path}`, body, { Authorization: `Bearer ${SANDBOX_CREDENTIALS.intercomToken}` });
  const note = async (id: string, html: string) => {
    const body = { message_type: 'note', type: 'admin', admin_id: SANDBOX_CREDENTIALS.adminId, body: html };
    return (await api(`/conversations/${id}/reply`, body)).conversation_parts?.conversation_parts[0]?.id ?? '';
  };
  const open = async (hash = '', options: Parameters<WatchedBrowser['open']>[1] = {}) => {
    page = await browser.open(`${sandbox.url}/${hash}`, options);
    page.setDefaultTimeout(240_000);
    await page.locator('.row, .list .empty h2').first().waitFor();
  };

  beforeAll(async () => void (browser = await WatchedBrowser.start()));
  afterAll(() => browser?.close());
  beforeEach(async () => {
    browser.forget();
    sandbox = await startSandbox();
  });
  afterEach(async () => {
    await page.close();
    await sandbox.close();
    expect(browser.complaints).toEqual([]);
    expect(browser.strangers(sandbox.url)).toEqual([]);
  });

  it('shows a conversation and its notes as they come, without a reload', async () => {
    await open();
    await page.getByText('All quiet').waitFor();
    const id = await conversation('Priya', 'The button just spins.');
    await page.locator('.row', { hasText: 'Priya' }).waitFor();
    await page.locator('.part.is-customer', { hasText: 'The button just spins.' }).waitFor();
    await note(
      id,
      '<p>session_id: abc<br>timestamp: 2024-01-15 12:34:50 UTC</p><p>[1] User clicked Pay now</p><p>ref 0123456789ab</p>',
    );
    const card = page.locator('.part.is-note');
    expect(await card.locator('.body').innerText()).toContain('[1] User clicked Pay now');
    await card.getByText('1 action', { exact: true }).waitFor();
    await note(
      id,
      '<p>session_id: abc<br>timestamp: 2024-01-15 12:35:50 UTC</p><p>She wants to pay.</p><p>ref 0123456789ac</p>',
    );
    await page.locator('.part.is-summary', { hasText: 'She wants to pay.' }).waitFor();
    await page.locator('.act', { hasText: 'Note posted' }).first().waitFor();
  });

  it('turns a redacted note into a tombstone', async () => {
    const id = await conversation('Priya', 'Hi');
    const partId = await note(id, '<p>soon gone</p>');
    await open();
    await page.getByText('soon gone').first().waitFor();
    await api('/conversations/redact', {
      type: 'conversation_part',
      conversation_id: id,
      conversation_part_id: partId,
    });
    await page.locator('.part.is-tombstone', { hasText: 'This message was deleted' }).waitFor();
    expect(await page.locator('.thread').innerText()).not.toContain('soon gone');
    await page.locator('.act', { hasText: '1 note redacted' }).waitFor();
  });

  it('shows markup from outside as text, and runs none of it', async () => {
    const nasty = '<script>document.title="owned"</script><img src=x onerror="document.title=1">';
    const id = await conversation('Priya', nasty);
    await note(id, `<p>[1] User typed ${nasty.replaceAll('<', '&lt;')}</p>`);
    await open();
    expect(await page.locator('.part.is-customer .body').innerText()).toBe(nasty);
    expect(await page.locator('.part.is-note .body').innerText()).toBe(`[1] User typed ${nasty}`);
    expect(await page.locator('.thread script, .thread img').count()).toBe(0);
    expect(await page.title()).toBe('Inbox · Northwind');
  });

  it('marks what has not been read, until it is read', async () => {
    await conversation('Priya', 'First');
    const second = await conversation('Tomasz', 'Second');
    await open();
    await page.locator('.row', { hasText: 'Priya' }).locator('a').click();
    await post(`/control/conversations/${second}/reply`, { body: 'Still there?' });
    const row = page.locator('.row', { hasText: 'Tomasz' });
    await row.locator('.dot').waitFor();
    await row.locator('a').click();
    await page.locator('.part', { hasText: 'Still there?' }).waitFor();
    expect(await row.locator('.dot').count()).toBe(0);
  });

  it('walks the list by keyboard', async () => {
    await conversation('Priya', 'First');
    await conversation('Tomasz', 'Second');
    await open();
    await page.locator('.row a').first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.locator('.thread-who h2', { hasText: 'Priya' }).waitFor();
  });

  it('shows the list or the thread on a narrow screen, and never scrolls sideways', async () => {
    await conversation('Priya', `A very long word: ${'x'.repeat(400)}`);
    await open('', { viewport: { width: 390, height: 780 } });
    expect(await page.locator('.thread').isVisible()).toBe(false);
    await page.locator('.row a').click();
    await page.locator('.thread-who').waitFor();
    expect(await page.locator('.list').isVisible()).toBe(false);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
    expect(await page.locator('.thread-scroll').evaluate((box) => box.scrollWidth - box.clientWidth)).toBe(0);
    await page.getByRole('link', { name: 'Back to the list' }).click();
    await page.locator('.row').waitFor();
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
});
