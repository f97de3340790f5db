/** A browser for the page tests: the system's Chromium, installed where that is possible without asking. */
import { install, installCommands, pathOf, thisMachine } from './system-packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGE = { apt: 'chromium', apk: 'chromium', brew: '--cask chromium' };

const find = () => process.env.CHROMIUM_PATH?.trim() || NAMES.map(pathOf).find(Boolean);

/** @returns {string} its path. @throws {Error} with the ways out */
export function getChromium(say = console.log) {
  const commands = installCommands(PACKAGE, thisMachine());
  if (!find() && commands) {
    say(`No Chromium here: installing it with ${commands.at(-1).join(' ')}`);
    install(commands);
  }
  const found = find();
  if (!found)
    throw new Error('The page tests need Chromium: install it, so that chromium is on PATH, or set CHROMIUM_PATH.');
  return found;
}
