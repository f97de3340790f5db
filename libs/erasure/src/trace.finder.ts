import type { ConversationRow, ErasureStore, Fence, SessionRow, StateRows } from '@app/sessions';
import type { ConversationLook } from './conversation.look';
import type { NameIndex } from './name.index';
import { type Person, union } from './person';
import type { ErasureRecord } from './record';
import { type Trace, traceOf } from './trace';

/** Names lead to sessions, their e-mails to further ones: no person needs more steps. */
const STEPS = 4;

interface Keys {
  sessions: string[];
  conversations: string[];
  deadLetters: string[];
  full: boolean;
}

/**
 * Finds what is a person's: by the index of names. The index knows no e-mail of a linked session that has a user id: one that was named
 * by hand is compared with all that is kept, once. What a person costs whom nobody knows does not depend on what else Redis holds.
 */
export class TraceFinder {
  constructor(
    private readonly store: ErasureStore,
    private readonly rows: StateRows,
    private readonly index: NameIndex,
    private readonly look: ConversationLook,
  ) {}

  /** `later`: something could not be told now, and is asked again in the next pass. */
  async find({ person, by, searched = [] }: ErasureRecord): Promise<{ trace: Trace; later: boolean }> {
    await this.index.complete();
    const isNew = person.emails.some((email) => !searched.includes(email));
    const keys: Keys = isNew ? { ...(await this.rows.all()), full: false } : noKeys();
    const owners = new Map<string, string[] | null>();
    let asked: Fence[] = [];
    let found = { trace: traceOf(person, [], [], []), later: false };
    for (let step = 0; step < STEPS; step++) {
      const fresh = namesOf(found.trace).filter(([kind, name]) => !asked.some(([k, n]) => k === kind && n === name));
      if (fresh.length === 0) break;
      asked = [...asked, ...fresh];
      add(keys, await this.store.candidates(fresh));
      found = await this.among(found.trace.person, keys, by === 'webhook' ? owners : null);
    }
    return { ...found, later: found.later || keys.full };
  }

  private async among(person: Person, keys: Keys, owners: Map<string, string[] | null> | null) {
    const deadLetters = await this.rows.deadLetters(keys.deadLetters);
    let sessions = await this.rows.sessions(keys.sessions);
    const linked = [...sessions, ...deadLetters].map(({ conversation }) => conversation).filter(Boolean);
    keys.conversations = union(keys.conversations, linked);
    const all = await this.rows.conversations(keys.conversations);
    keys.sessions = union(keys.sessions, ...all.map((row) => row.sessions));
    sessions = await this.rows.sessions(keys.sessions);
    const { conversations, later } = owners ? await this.stillTheirs(person, all, sessions, owners) : whole(all);
    return { trace: traceOf(person, sessions, conversations, deadLetters), later };
  }

  /**
   * A lead that was merged into a user may be reported as gone, and its conversations are the user's from then on: what is another
   * contact's by now is left alone. Intercom is not asked where a session of the person's own user id is linked.
   */
  private async stillTheirs(
    person: Person,
    rows: readonly ConversationRow[],
    sessions: readonly SessionRow[],
    owners: Map<string, string[] | null>,
  ) {
    const own = new Set(sessions.filter(({ user }) => person.users.includes(user)).map((row) => row.conversation));
    const conversations: ConversationRow[] = [];
    let later = false;
    for (const row of rows) {
      const sure = own.has(row.id) || !person.contacts.includes(row.contact);
      if (!sure && !owners.has(row.id)) owners.set(row.id, await this.look.contacts(row.id));
      const contacts = sure ? [] : owners.get(row.id);
      if (!contacts) later = true;
      else if (contacts.length === 0 || contacts.includes(row.contact)) conversations.push(row);
      else await this.store.moveContact(row.id, contacts[0] ?? '');
    }
    return { conversations, later };
  }
}

const whole = (conversations: ConversationRow[]) => ({ conversations, later: false });

const noKeys = (): Keys => ({ sessions: [], conversations: [], deadLetters: [], full: false });

function add(keys: Keys, more: Keys): void {
  keys.sessions = union(keys.sessions, more.sessions);
  keys.conversations = union(keys.conversations, more.conversations);
  keys.deadLetters = union(keys.deadLetters, more.deadLetters);
  keys.full ||= more.full;
}

const namesOf = ({ person, emails }: Trace): Fence[] => [
  ...person.contacts.map((name): Fence => ['ct', name]),
  ...person.users.map((name): Fence => ['u', name]),
  ...union(person.emails, emails).map((name): Fence => ['e', name]),
];
