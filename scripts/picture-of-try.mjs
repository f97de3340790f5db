/** The page to try it, as `npm start -- --quiet` has it, at its best moment: the question is asked, and what led to it is there. */
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import { startChild } from './child.mjs';
import { ROOT } from './setup.mjs';

const OPEN = /Open this +(http:\S+\/try)/;

/** Resolves with the page's address once all of it runs. @param {string} redisUrl */
export async function startDemo(redisUrl) {
  const args = [join(ROOT, 'bin/sidenote.js'), 'sandbox', '--quiet', '--port', '27310'];
  const env = { PATH: process.env.PATH, REDIS_URL: redisUrl };
  const child = startChild(process.execPath, args, { cwd: ROOT, env, output: 'pipe' });
  child.stderr.pipe(process.stderr);
  const url = await new Promise((resolve, reject) => {
    void child.exited.then((code) => reject(new Error(`the demo ended with code ${code}`)));
    createInterface({ input: child.stdout }).on('line', (line) => {
      const [, address] = OPEN.exec(line) ?? [];
      if (address) resolve(address);
    });
  });
  return { url, stop: () => child.stop() };
}

/** A customer signs in, is refused at the checkout, and asks why. */
export async function playStory(page) {
  const shop = page.frameLocator('#shop');
  const inbox = page.frameLocator('#inbox');
  const press = (name) => shop.getByRole('button', { name, exact: true }).click();
  const follow = (name) =>
    shop
      .getByRole('link', { name: new RegExp(`^${name}`) })
      .first()
      .click();
  await follow('Sign in');
  await shop.getByLabel('Work email').fill('lea.brandt@customer.example');
  await press('Sign in');
  await shop.getByRole('heading', { name: 'Projects' }).waitFor();
  await follow('Pricing');
  await follow('Choose Team');
  await press('a card that is declined');
  await press('Pay now');
  await shop.getByText('Your bank declined the payment').waitFor();
  await page.locator('#remembered-last', { hasText: 'declined' }).waitFor();
  await press('Chat with us');
  await shop.getByLabel('Your message').fill('Why can I not pay?');
  await press('Send');
  await inbox.locator('.part.is-note').first().waitFor();
  await page.locator('#way[data-stage="posted"]').waitFor();
}
