import type { Person } from './person';

/** What Redis says of one session; '' where it says nothing. */
export interface SessionRow {
  key: string;
  user: string;
  email: string;
  conversation: string;
}

export interface ConversationRow {
  id: string;
  contact: string;
  /** Keys of the identities by which it waits for a session. */
  waitsForUser: string;
  waitsForEmail: string;
}

export interface Trace {
  sessions: string[];
  conversations: string[];
  /** The person, with the user ids that the given ids led to. */
  person: Person;
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
  sessions: readonly SessionRow[],
  conversations: readonly ConversationRow[],
): Trace {
  const contacts = new Set(given.contacts);
  const named = new Set(given.emails);
  const ofContact = new Set(conversations.filter(({ contact }) => contacts.has(contact)).map(({ id }) => id));
  const nearby = sessions.filter(({ email, conversation }) => named.has(email) || ofContact.has(conversation));
  const users = new Set(given.users.length > 0 ? given.users : only(nearby.map(({ user }) => user)));

  const known = sessions.filter(({ user }) => users.has(user));
  const others = new Set(sessions.filter(({ user }) => user && !users.has(user)).map(({ email }) => email));
  const emails = new Set([...named, ...known.map(({ email }) => email)].filter((email) => email && !others.has(email)));

  const isTheirs = ({ user, email, conversation }: SessionRow) =>
    user ? users.has(user) || named.has(email) : named.has(email) || emails.has(email) || ofContact.has(conversation);
  const theirs = sessions.filter(isTheirs);
  const linked = new Set(theirs.map(({ conversation }) => conversation));
  const waits = ({ waitsForUser, waitsForEmail }: ConversationRow) =>
    users.has(waitsForUser) || (!waitsForUser && emails.has(waitsForEmail)) || named.has(waitsForEmail);
  const touched = conversations.filter((row) => ofContact.has(row.id) || linked.has(row.id) || waits(row));
  return {
    sessions: theirs.map(({ key }) => key),
    conversations: touched.map(({ id }) => id),
    person: { ...given, users: [...users] },
  };
}
