import { setTimeout as sleep } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import type { Settings } from '@app/config';
import { DeskCalls } from '@app/desk';
import { ErasureModule, type ErasureRecord, ErasureRequests, ErasureWork, knewNothing, personOf } from '@app/erasure';
import { Command } from 'commander';
import { storeSettings, withModules } from './context';

interface EraseOptions {
  contact?: string;
  user?: string;
  email?: string;
  json?: boolean;
}

/** The command does so many passes itself; what is not finished then (a note on its way) is the writers'. */
const PASSES = 8;
const PAUSE_MS = 500;
/** Writers leave a command's erasure alone for so long. */
const OWN_FOR_MS = 60_000;

/** What Intercom knows of the contact while it still exists; without a token, or afterwards, only its id is known. */
async function lookUp(
  context: INestApplicationContext,
  settings: Settings,
  contactId: string,
): Promise<{ userId?: string }> {
  if (!settings.INTERCOM_ACCESS_TOKEN) return {};
  const outcome = await context.get(DeskCalls, { strict: false }).contact(contactId, { alone: true });
  // Its e-mail is left out: it may be another contact's too.
  return outcome.did === 'answer' ? { userId: outcome.value.externalId } : {};
}

function eraseText(record: ErasureRecord, finished: boolean): string {
  if (knewNothing(record)) return 'Nothing was known of this person.\n';
  const { removed, owed } = record;
  const rows = [
    ['sessions', removed.sessions],
    ['conversations', removed.conversations],
    ['waiting conversations', removed.waiting],
    ['dead letters', removed.deadLetters],
    ['jobs', removed.jobs],
    ['entries of the journal', removed.journal],
    ['our notes, to be redacted', removed.redactions],
  ] as const;
  const width = Math.max(...rows.map(([label]) => label.length));
  const unfinished =
    owed > 0
      ? `Not finished: ${owed} of our notes are still to be redacted. The writers go on until Intercom has confirmed each.`
      : 'Not finished: a note or a job is on its way. The writers go on until nothing is left.';
  const end = finished ? 'Nothing is left in Redis, and Intercom has confirmed each redaction.' : unfinished;
  return ['Removed', ...rows.map(([label, count]) => `  ${label.padEnd(width)}  ${count}`), end, ''].join('\n');
}

export const eraseCommand = () => {
  const command = new Command('erase')
    .description('erase a person: everything in Redis, and our notes in Intercom')
    .option('--contact <id>', 'contact id of Intercom')
    .option('--user <id>', 'your own user id (external_id in Intercom)')
    .option('--email <address>', 'e-mail; every session with it, whoever else shares it')
    .option('--json', 'one JSON object: {finished, passes, removed, owed}');
  return command.action(async ({ contact, user, email, json }: EraseOptions) => {
    if (!contact && !user && !email) command.error('error: name --contact, --user or --email');
    const settings = storeSettings();
    const { record, finished } = await withModules(settings, [ErasureModule], async (context) => {
      const looked = contact ? await lookUp(context, settings, contact) : {};
      const asked = { contactId: contact, userId: user ?? looked.userId, email };
      const work = context.get(ErasureWork, { strict: false });
      const requests = context.get(ErasureRequests, { strict: false });
      let state = { record: await requests.add(personOf(asked), 'hand', OWN_FOR_MS), finished: false };
      for (let pass = 1; pass <= PASSES && !state.finished; pass++) {
        if (pass > 1) await sleep(PAUSE_MS);
        state = (await work.passInTurn(state.record)) ?? state;
      }
      if (!state.finished) await requests.handOver(state.record);
      return state;
    });
    const { passes, removed, owed } = record;
    const report = json ? `${JSON.stringify({ finished, passes, removed, owed })}\n` : eraseText(record, finished);
    process.stdout.write(report);
  });
};
