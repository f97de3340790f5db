import { activityOf } from '@app/activity';
import type { KeptSession } from '@app/sessions';
import type { Component } from './components';
import { panelRequest } from './panel.request';
import { awayCanvas, moreCanvas, panelCanvas } from './panel.view';
import { widthOf } from './shortened';

/** As an inbox of 300 px draws them in a wide font: letters in a line, pixels of a line, pixels around. */
const LETTERS = 36;
const heightOf = (component: Component): number => {
  if (component.type === 'text') {
    const shown = component.text.replace(/\]\([^)]*\)/g, '').replace(/\\/g, '');
    return Math.ceil(widthOf(shown) / LETTERS) * (component.style === 'header' ? 24 : 18) + 2;
  }
  return component.type === 'button' ? 24 : 12;
};
const height = (components: Component[]) => components.reduce((sum, one) => sum + heightOf(one), 0);

const LONG = 'User typed *bold* [a link](https://evil.example) _and_ `code` '.repeat(20);
const JAPANESE = '料金ページでプランを比較するボタンをクリックしました。'.repeat(40);
const session = (change: Partial<KeptSession> = {}): KeptSession => ({
  sessionKey: 'a'.repeat(20),
  sessionId: 's-1',
  userKey: 'u',
  emailKey: '',
  conversationId: 'c',
  startedAt: 1_700_000_000_000,
  lastAt: 1_700_000_100_000,
  beganAt: 1_700_000_000_000,
  actions: Array.from({ length: 50 }, (_, i) => ({
    i,
    type: 'click',
    text: `${LONG} ${i}`,
    ts: 1_700_000_000 + i,
    url: `https://shop.example/${'long/'.repeat(40)}`,
  })),
  summary: { prose: LONG, by: 'gpt-4o-mini'.repeat(10) },
  summaryDue: false,
  ...change,
});
const activity = (change: Partial<KeptSession> = {}) =>
  activityOf(session(change), {
    template: 'https://replay.example/{session_id}?t={timestamp_ms}',
    now: 1_700_000_100_000,
    decision: 'linked_by_user',
  });
const componentsOf = (state: Partial<Parameters<typeof panelCanvas>[0]> = {}) =>
  panelCanvas({ activity: activity(), muted: true, summaryDue: false, ...state }).canvas.content.components;

const UNLINKED = { at: 1_700_000_000_000, by: 'admin *77* (panel) '.repeat(4) };
const RELINK_REFUSED = 'Not linked: it has another conversation by now.';

describe('the panel', () => {
  it.each([
    ['the first look at the longest there is', componentsOf()],
    [
      'the longest there is in Japanese',
      componentsOf({
        activity: activity({
          actions: session().actions.map((action) => ({
            ...action,
            text: JAPANESE,
            url: `https://shop.example/${JAPANESE}`,
          })),
          summary: { prose: JAPANESE, by: JAPANESE },
        }),
      }),
    ],
    ['after a press', componentsOf({ said: 'Unmuted: what waited is posted.' })],
    ['while a summary is written', componentsOf({ summaryDue: true })],
    ['without a session', componentsOf({ activity: null })],
    ['after an unlink', componentsOf({ activity: null, unlinked: UNLINKED, said: RELINK_REFUSED })],
    ['with what changes something', moreCanvas(false).canvas.content.components],
    ['without Redis', awayCanvas().canvas.content.components],
  ])('is at most 400 px tall, has no primary button and fits 64 KB: %s', (_, components) => {
    expect(height(components)).toBeLessThanOrEqual(400);
    expect(components.filter((one) => one.type === 'button').map(({ style }) => style)).not.toContain('primary');
    expect(JSON.stringify(components).length).toBeLessThan(65_536);
    expect(components.some((one) => one.type === 'button' && one.id === 'refresh')).toBe(true);
  });

  it('escapes what comes from outside', () => {
    const texts = componentsOf().flatMap((one) => (one.type === 'text' ? one.text : []));
    expect(texts.join(' ')).toContain('\\*bold\\*');
    for (const text of texts.filter((one) => !one.includes('replay.example') && !one.startsWith('**')))
      expect(text).not.toMatch(/(^|[^\\])[*[\]()_`]/);
  });

  it('tells times that stay true: absolute ones', () => {
    const texts = componentsOf().flatMap((one) => (one.type === 'text' ? one.text : []));
    expect(texts.join('\n')).toContain('Last action 2023-11-14 22:14:09 UTC · linked by user id · [replay](https://');
    expect(texts.join('\n')).not.toMatch(/\bago\b/);
  });

  it('tells what was done in a line each, without saying who did it', () => {
    const { text } = componentsOf({
      activity: activity({ actions: [{ i: 0, type: 'click', text: 'User clicked Pay', ts: 1, url: '' }] }),
    })[2] as { text: string };
    expect(text).toBe('00:00:01 clicked Pay');
  });

  it('counts what was done several times in a row, and leaves the page out before what was done', () => {
    const texts = ['Save', 'Try again', 'Try again', 'Try again', 'Refresh widget', 'Help', 'Back', ''];
    const actions = texts.map((label, i) => ({
      i,
      type: 'click',
      text: `User ${label ? `clicked ${label}` : 'landed'} on the Quarterly report page`,
      ts: i,
      url: '',
    }));
    const lines = componentsOf({ activity: activity({ actions }) }).flatMap((one) =>
      one.type === 'text' && /^\d\d:/.test(one.text) ? [one.text] : [],
    );
    expect(lines).toEqual([
      '00:00:07 landed on the Quarterly…',
      '00:00:06 clicked Back',
      '00:00:05 clicked Help',
      '00:00:04 clicked Refresh widget',
      '00:00:03 clicked Try again ×3',
    ]);
  });

  it('says that nothing is known, that nothing was done, and that a summary is being written', () => {
    const text = (components: Component[]) =>
      components.flatMap((one) => (one.type === 'text' ? one.text : [])).join(' ');
    expect(text(componentsOf({ activity: null }))).toContain('No session of this customer');
    expect(text(componentsOf({ activity: activity({ actions: [], summary: null }) }))).toContain('Nothing is kept');
    const fresh = { activity: activity({ summary: null }), summaryDue: true };
    expect(text(componentsOf(fresh))).toContain('A summary is being written.');
  });

  it('says who took a session out of the conversation and when, and offers to link it again', () => {
    const components = componentsOf({ activity: null, unlinked: { at: 1_700_000_000_000, by: 'admin *7* (panel)' } });
    const texts = components.flatMap((one) => (one.type === 'text' ? one.text : []));
    expect(texts).toContain('Unlinked as the wrong customer: 2023-11-14 22:13:20 UTC, admin \\*7\\* \\(panel\\).');
    expect(components.flatMap((one) => (one.type === 'button' ? one.id : []))).toEqual(['refresh', 'relink']);
    const known = componentsOf({ unlinked: UNLINKED });
    expect(JSON.stringify(known)).not.toMatch(/relink|Unlinked/);
  });

  it('keeps showing the last summary while a newer one is being written', () => {
    const shown = componentsOf({ summaryDue: true }).flatMap((one) => (one.type === 'text' ? one.text : []));
    expect(shown.join(' ')).toContain('User typed \\*bold\\*');
    expect(shown.join(' ')).toMatch(/Summary by gpt-4o-mini.*a hint, not a fact\. A newer one comes\./);
  });

  it.each([
    ['nothing', null],
    ['a list', []],
    ['wrong types', { workspace_id: 5, conversation: 'c', contact: [], component_id: {} }],
  ])('reads a request of any shape: %s', (_, body) => {
    expect(panelRequest(body)).toMatchObject({ conversationId: null, claimedSession: null, pressed: '' });
  });

  it.each(['contact', 'customer', 'user'])('reads who it is from %s', (name) => {
    const who = {
      id: '1',
      external_id: 'u',
      custom_attributes: { latestPosthogReplayURL: 'https://eu.posthog.com/project/p/replay/0190-abc?t=5' },
    };
    const request = panelRequest({ conversation: { id: 7 }, [name]: who, admin: { id: 3 } });
    expect(request).toMatchObject({
      conversationId: '7',
      contact: { externalId: 'u' },
      claimedSession: '0190-abc',
      admin: '3',
    });
  });
});
