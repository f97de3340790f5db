import { loadSettings, type LoadOptions } from './settings.load';
import type { Settings } from './settings';

/**
 * Settings of this process: its environment over the `.env` file of the working directory.
 * `SIDENOTE_ENV_FILE` names another file; empty, none is read (the sandbox does this, so that real credentials stay out of it).
 */
export const settingsFromProcess = (options: Omit<LoadOptions, 'envFile'> = {}): Settings =>
  loadSettings(process.env, { ...options, envFile: process.env.SIDENOTE_ENV_FILE ?? '.env' });
