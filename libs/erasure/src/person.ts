import { emailKeyOf, userKeyOf } from '@app/redis';

/** Who is to be erased, by the names that our keys use: hashes of user ids and e-mails, Intercom's contact ids. */
export interface Person {
  contacts: string[];
  users: string[];
  emails: string[];
}

/** @param ids as Intercom or a person at the terminal gives them; missing ones are '' or left out. */
export const personOf = (ids: { contactId?: string; userId?: string; email?: string }): Person => ({
  contacts: ids.contactId ? [ids.contactId] : [],
  users: ids.userId ? [userKeyOf(ids.userId)] : [],
  emails: ids.email ? [emailKeyOf(ids.email)] : [],
});

export const nobody = ({ contacts, users, emails }: Person) => contacts.length + users.length + emails.length === 0;

export const union = (...lists: string[][]) => [...new Set(lists.flat())];
