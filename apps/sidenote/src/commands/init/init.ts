import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { SETTINGS_HELP, type SettingName } from '@app/config';
import type { Asker } from '../ask';
import { writeEnvFile } from './env.file';
import { findWorkspace, type Trouble, troubleOfForm, troubleOfStream, type Values, type Workspace } from './probes';

export class NoAnswer extends Error {
  constructor(name: string) {
    super(`${name} was not answered: the input ended. Nothing was written.`);
  }
}

const FIVE: readonly SettingName[] = [
  'AUTOPLAY_STREAM_URL',
  'AUTOPLAY_API_TOKEN',
  'INTERCOM_ACCESS_TOKEN',
  'INTERCOM_ADMIN_ID',
  'INTERCOM_CLIENT_SECRET',
];
const ADMINS_SHOWN = 20;
const plain = (text: string) => text.replace(/\p{C}+/gu, ' ').slice(0, 100);

/** Asks for the five values, checks each as it comes, and writes them. False: the file stays as it was. */
export async function init(asker: Asker, path: string): Promise<boolean> {
  const before = existsSync(path) ? parseEnv(readFileSync(path, 'utf8')) : {};
  const there = FIVE.filter((name) => before[name]);
  if (there.length > 0 && !(await asker.agrees(`${path} has ${there.join(', ')} already. Replace them?`))) {
    asker.say(`${path} stays as it is.`);
    return false;
  }
  const given = process.env.INTERCOM_BASE_URL ?? before.INTERCOM_BASE_URL;
  const values: Values = new Map(given ? [['INTERCOM_BASE_URL', given]] : []);
  await askForStream(asker, values);
  const workspace = await askForWorkspace(asker, values);
  await askForAdmin(asker, values, workspace);
  await askFor(asker, values, 'INTERCOM_CLIENT_SECRET');
  if (!process.env.INTERCOM_BASE_URL) values.set('INTERCOM_BASE_URL', workspace.baseUrl);
  else values.delete('INTERCOM_BASE_URL');
  writeEnvFile(path, values);
  asker.say(`${path} is written, for you alone to read. Next: start it, then sidenote webhook and sidenote doctor.`);
  return true;
}

/** Asks until the form is right. */
async function askFor(asker: Asker, values: Values, name: SettingName): Promise<string> {
  const { purpose, found, secret } = SETTINGS_HELP[name];
  asker.say(`\n${name}: ${purpose}${found ? `\n  find it: ${found}` : ''}`);
  for (;;) {
    const answer = await asker.ask(`${name}:`, { secret: secret === true });
    if (answer === null) throw new NoAnswer(name);
    const trouble: Trouble = troubleOfForm(name, answer);
    if (trouble === null) {
      values.set(name, answer);
      return answer;
    }
    asker.say(`  ✗ ${trouble}`);
  }
}

async function askForStream(asker: Asker, values: Values): Promise<void> {
  for (;;) {
    await askFor(asker, values, 'AUTOPLAY_STREAM_URL');
    await askFor(asker, values, 'AUTOPLAY_API_TOKEN');
    const trouble = await troubleOfStream(values);
    if (trouble === null) return asker.say('  ✓ the stream can be read');
    asker.say(`  ✗ ${trouble}`);
  }
}

async function askForWorkspace(asker: Asker, values: Values): Promise<Workspace> {
  for (;;) {
    await askFor(asker, values, 'INTERCOM_ACCESS_TOKEN');
    const found = await findWorkspace(values);
    if (typeof found !== 'string') {
      asker.say(`  ✓ workspace ${plain(found.name)}, at ${new URL(found.baseUrl).host}`);
      return found;
    }
    asker.say(`  ✗ ${found}`);
  }
}

async function askForAdmin(asker: Asker, values: Values, { admins }: Workspace): Promise<void> {
  asker.say('\nTeam mates');
  for (const { id, name, hasSeat } of admins.slice(0, ADMINS_SHOWN))
    asker.say(`  ${id}  ${plain(name)}${hasSeat ? '' : ' (no inbox seat)'}`);
  for (;;) {
    const id = await askFor(asker, values, 'INTERCOM_ADMIN_ID');
    const admin = admins.find((one) => one.id === id);
    if (admin) return asker.say(`  ✓ ${plain(admin.name)}`);
    asker.say(`  ✗ there is no team mate ${id} in this workspace`);
  }
}
