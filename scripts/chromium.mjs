/** A browser for the page tests: the system's Chromium, installed where that is possible without asking. */
import { install, installCommands, thisMachine } from './system-packages.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const PACKAGE = { apt: 'chromium', apk: 'chromium', brew: '--cask chromium' };

/** @returns {string | undefined} the command, when there is one */
export const findChromium = ({ env, onPath }) => env.CHROMIUM_PATH?.trim() || NAMES.find((name) => onPath(name));

/** @returns {string} the command or path. @throws {Error} with the ways out */
export function getChromium(say = console.log) {
  const machine = thisMachine();
  const commands = installCommands(PACKAGE, machine);
  if (!findChromium(machine) && commands) {
    say(`No Chromium here: installing it with ${commands.at(-1).join(' ')}`);
    install(commands);
  }
  const found = findChromium(thisMachine());
  if (!found)
    throw new Error('The page tests need Chromium: install it, so that chromium is on PATH, or set CHROMIUM_PATH.');
  return found;
}
