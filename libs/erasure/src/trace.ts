import type { ConversationRow, DeadLetterRow, SessionRow } from '@app/sessions';
import type { Person } from './person';

export interface Trace {
  sessions: string[];
  conversations: string[];
  deadLetters: string[];
  /** The person, with the user ids that the given ids led to. */
  person: Person;
  /** E-mails that are the person's and nobody else's, as far as is known. */
  emails: string[];
}

const only = (names: Iterable<string>) => {
  const distinct = new Set([...names].filter(Boolean));
  return distinct.size === 1 ? [...distinct] : [];
};

/**
 * Which sessions and conversations are this person's. Somebody else who shares the conversation or the e-mail is left alone:
 * - a session with a user id is the person's when that id is (or the e-mail was named itself);
 * - an anonymous one when it has the person's e-mail and nobody else has it too, or its conversation is the contact's own;
 * - without a user id, the only one among the sessions of the given contact or e-mail is taken.
 */
export function traceOf(
  given: Person,
  alive: readonly SessionRow[],
  conversations: readonly ConversationRow[],
  deadLetters: readonly DeadLetterRow[],
): Trace {
  const contacts = new Set(given.contacts);
  const named = new Set(given.emails);
  const ofContact = new Set(conversations.filter(({ contact }) => contacts.has(contact)).map(({ id }) => id));
  for (const { contact, conversation } of deadLetters) if (contacts.has(contact)) ofContact.add(conversation);
  const sessions = [...alive, ...forgotten(alive, deadLetters)];
  const nearby = sessions.filter(({ email, conversation }) => named.has(email) || ofContact.has(conversation));
  const users = new Set(given.users.length > 0 ? given.users : only(nearby.map(({ user }) => user)));

  const known = sessions.filter(({ user }) => users.has(user));
  const others = new Set(sessions.filter(({ user }) => user && !users.has(user)).map(({ email }) => email));
  const emails = new Set([...named, ...known.map(({ email }) => email)].filter((email) => email && !others.has(email)));

  const isTheirs = ({ user, email, conversation }: SessionRow) =>
    user ? users.has(user) || named.has(email) : named.has(email) || emails.has(email) || ofContact.has(conversation);
  const theirs = new Set(sessions.filter(isTheirs).map(({ key }) => key));
  const linked = new Set(sessions.filter(({ key }) => theirs.has(key)).map(({ conversation }) => conversation));
  const waits = ({ waitsForUser, waitsForEmail }: ConversationRow) =>
    users.has(waitsForUser) || (!waitsForUser && emails.has(waitsForEmail)) || named.has(waitsForEmail);
  const touched = conversations.filter((row) => ofContact.has(row.id) || linked.has(row.id) || waits(row));
  return {
    sessions: [...theirs],
    conversations: touched.map(({ id }) => id),
    deadLetters: deadLetters.filter(({ session }) => theirs.has(session)).map(({ ref }) => ref),
    person: { ...given, users: [...users] },
    emails: [...emails],
  };
}

/** Sessions of which only dead letters are left. */
function forgotten(alive: readonly SessionRow[], deadLetters: readonly DeadLetterRow[]): SessionRow[] {
  const keys = new Set(alive.map(({ key }) => key));
  return deadLetters
    .filter(({ session }) => !keys.has(session))
    .map(({ session, user, email, conversation }) => ({ key: session, user, email, conversation }));
}
