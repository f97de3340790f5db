import { userInfo } from 'node:os';
import { Corrections, CorrectionsModule } from '@app/corrections';
import { ViewModule } from '@app/explain';
import { JournalModule } from '@app/journal';
import { SessionView } from '@app/sessions';
import { Command } from 'commander';
import { storeSettings, withModules } from './context';

interface By {
  by?: string;
}

type Work = (corrections: Corrections, view: SessionView, by: string) => Promise<{ said: string; done: boolean }>;

/** Who says so: the user of this machine, unless it is said. */
const nameOf = ({ by }: By) => by ?? userInfo().username;

async function correct(options: By, work: Work): Promise<void> {
  const { said, done } = await withModules(storeSettings(), [CorrectionsModule, ViewModule, JournalModule], (context) =>
    work(
      context.get(Corrections, { strict: false }),
      context.get(SessionView, { strict: false }),
      `${nameOf(options)} (command line)`,
    ),
  );
  process.stdout.write(`${said}\n`);
  if (!done) process.exitCode = 1;
}

/** Of a session id that several users had in turn, the last active one: the others are named by their keys. */
const keyOf = async (view: SessionView, id: string): Promise<string | null> =>
  (await view.sessionsOf(id))[0]?.sessionKey ?? null;

const command = (name: string, description: string) =>
  new Command(name).description(description).option('--by <name>', 'who says so; default: the user of this machine');

export const unlinkCommand = () =>
  command('unlink', 'wrong customer: take a session out of a conversation, for good, and redact our notes of it there')
    .argument('<conversation>', 'id of the conversation')
    .argument('[session]', 'id or key of the session; left out: all that are linked to it')
    .action((conversation: string, session: string | undefined, options: By) =>
      correct(options, async (corrections, view, by) => {
        const one = session === undefined ? null : await keyOf(view, session);
        const all = (await view.conversation(conversation))?.sessionKeys ?? [];
        const keys = session === undefined ? all : one === null ? [] : [one];
        const outcomes = await Promise.all(keys.map((key) => corrections.unlink(key, conversation, by)));
        const count = outcomes.filter((outcome) => outcome === 'done').length;
        const said =
          count > 0
            ? `Unlinked: ${count}. Our notes of it are being redacted.`
            : 'There is no such link: nothing is changed.';
        return { said, done: count > 0 };
      }),
    );

const LINKED: Record<string, string> = {
  linked_by_hand: 'Linked. What waits is posted at once.',
  already_linked: 'It was linked before.',
  session_has_other_conversation: 'Not linked: the session has another conversation. Unlink it first.',
  unknown_session: 'Not linked: the session was never seen, or is forgotten.',
  erased: 'Not linked: this person was erased.',
};

export const linkCommand = () =>
  command('link', 'right customer: link a session to a conversation; a link never moves')
    .argument('<conversation>', 'id of the conversation')
    .argument('<session>', 'id or key of the session')
    .action((conversation: string, session: string, options: By) =>
      correct(options, async (corrections, view, by) => {
        const key = await keyOf(view, session);
        const decision = key === null ? 'unknown_session' : await corrections.link(key, conversation, by);
        const done = decision === 'linked_by_hand' || decision === 'already_linked';
        return { said: LINKED[decision] ?? decision, done };
      }),
    );

export const muteCommand = () =>
  command('mute', 'post nothing in a conversation until it is unmuted')
    .argument('<conversation>', 'id of the conversation')
    .action((conversation: string, options: By) =>
      correct(options, async (corrections, _view, by) => {
        const done = (await corrections.mute(conversation, by)) === 'done';
        return { said: done ? 'Muted.' : 'It was muted before.', done };
      }),
    );

export const unmuteCommand = () =>
  command('unmute', 'post in a conversation again, what waited first')
    .argument('<conversation>', 'id of the conversation')
    .action((conversation: string, options: By) =>
      correct(options, async (corrections, _view, by) => {
        const done = (await corrections.unmute(conversation, by)) === 'done';
        return { said: done ? 'Unmuted.' : 'It was not muted.', done };
      }),
    );
