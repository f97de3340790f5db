/**
 * `npm run pictures`: the pictures of the documents, from the running service and sandbox in a headless Chromium, so that they stay true.
 * One visit is played in real time with each preset, while the sandbox's own visitors browse: about three minutes, for people are slow.
 * `npm run pictures -- panel` takes those alone whose names begin so.
 */
import { createRequire } from 'node:module';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { play } from '../bench/inbox/play.mjs';
import { visits } from '../bench/inbox/visits.mjs';
import { onStop } from './child.mjs';
import { getChromium } from './chromium.mjs';
import { startInstallation } from './installation.mjs';
import { playStory, startDemo } from './picture-of-try.mjs';
import { getRedis } from './redis.mjs';
import { fail, ROOT, setUp } from './setup.mjs';

const VISIT = 'bug-6';
const MOST_BYTES = 300_000;
const THEMES = [
  ['light', ''],
  ['dark', '-dark'],
];
/** Of the inbox alone, as wide as a thread beside the rest of an agent's screen. */
const THREAD = { width: 480, height: 1400 };
const SCREEN = { width: 1280, height: 800 };
const TRY = { width: 1440, height: 980 };
/** So tall is an app beside a conversation at most before somebody scrolls. */
const CANVAS_HEIGHT = 400;
const wanted = process.argv.slice(2);

await setUp().catch(fail);
const { chromium } = createRequire(import.meta.url)('playwright-core');
const redis = await getRedis();
const running = [];
async function leave(code) {
  await Promise.all(running.map((installation) => installation.stop()));
  await redis.stop();
  process.exit(code);
}
onStop(() => void leave(130));

async function picture(
  browser,
  { url, name, theme, viewport, ready, credentials, play = () => {}, shot = (page) => page },
) {
  if (wanted.length > 0 && !wanted.some((start) => name.startsWith(start))) return;
  const page = await browser.newPage({ viewport, colorScheme: theme, httpCredentials: credentials });
  await page.goto(url);
  await play(page);
  await page.locator(ready).first().waitFor();
  // Fonts, and what slides in.
  await wait(1_500);
  const path = join(ROOT, 'docs', `${name}.png`);
  await (await shot(page)).screenshot({ path });
  await page.close();
  const { size } = statSync(path);
  if (size > MOST_BYTES) throw new Error(`docs/${name}.png has ${size} bytes, more than ${MOST_BYTES}`);
  console.log(`docs/${name}.png: ${Math.ceil(size / 1000)} kB`);
}

async function panelOf(page) {
  const { height } = await page.locator('.canvas').boundingBox();
  if (height > CANVAS_HEIGHT) throw new Error(`the panel is ${height} px tall, more than ${CANVAS_HEIGHT}`);
  return page.locator('.panel');
}

try {
  const visit = visits().find(({ id }) => id === VISIT);
  const presets = ['recipe', 'calm', 'quiet'];
  for (const preset of presets) {
    // Only one needs visitors: for the inbox and the operations page as they are by default.
    running.push(await startInstallation({ preset, redisUrl: redis.url, visitors: preset === 'recipe' }));
  }
  console.log(`Playing the visit ${visit.id} in real time, ${Math.ceil(visit.end)} s`);
  const played = await Promise.all(
    running.map(async ({ control }) => {
      const { conversation, settled } = await play(visit, control);
      await settled;
      return conversation;
    }),
  );
  const demo = await startDemo(redis.url);
  running.push(demo);
  const browser = await chromium.launch({ executablePath: getChromium(), args: ['--no-sandbox', '--disable-gpu'] });
  for (const [theme, suffix] of THEMES)
    await picture(browser, {
      url: demo.url,
      name: `try${suffix}`,
      theme,
      viewport: TRY,
      play: playStory,
      ready: '#way[data-stage="posted"]',
    });
  for (const [n, preset] of presets.entries())
    for (const [theme, suffix] of THEMES)
      await picture(browser, {
        url: `${running[n].url}/#/inbox/${played[n]}`,
        name: `inbox-${preset}${suffix}`,
        theme,
        viewport: THREAD,
        ready: '.part.is-note, .part.is-summary',
        shot: (page) => page.locator('.thread'),
      });
  const [{ url, opsUrl, password }] = running;
  for (const [theme, suffix] of THEMES)
    await picture(browser, {
      url: `${url}/#/inbox/${played[0]}`,
      name: `panel${suffix}`,
      theme,
      viewport: { width: 1280, height: 1000 },
      ready: '.panel .canvas-button',
      shot: panelOf,
    });
  await picture(browser, {
    url: `${url}/#/inbox/${played[0]}`,
    name: 'inbox',
    theme: 'light',
    viewport: SCREEN,
    ready: '.part.is-summary',
  });
  await picture(browser, {
    url: `${opsUrl}/ops/`,
    name: 'operations',
    theme: 'light',
    viewport: SCREEN,
    ready: '.state',
    credentials: { username: 'sidenote', password },
  });
  await picture(browser, {
    url: `${opsUrl}/ops/#/preview`,
    name: 'preview',
    theme: 'light',
    viewport: SCREEN,
    ready: '.preview-notes .note',
    credentials: { username: 'sidenote', password },
  });
  await browser.close();
  await leave(0);
} catch (error) {
  console.error(error);
  await leave(1);
}
