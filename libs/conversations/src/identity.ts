/** The person who wrote. */
export interface ConversationContact {
  /** Intercom's contact id. */
  id: string;
  /** Your user id; '' when unknown and for leads, whose external ids Intercom invents. */
  externalId: string;
  /** '' when unknown. */
  email: string;
  /** A visitor whom nobody has signed in: the e-mail is what was typed into the Messenger. */
  isLead: boolean;
}

/** By what a contact may find sessions. */
export interface ContactIdentity {
  externalId: string;
  email: string;
  /** The e-mail of a lead proves nothing, and is left out. */
  unprovenEmail: boolean;
}

/** @param leadsByEmail LINK_LEADS_BY_EMAIL */
export function identityOf(contact: Omit<ConversationContact, 'id'> | null, leadsByEmail: boolean): ContactIdentity {
  const { externalId = '', email = '', isLead = false } = contact ?? {};
  const unprovenEmail = isLead && email !== '' && !leadsByEmail;
  return { externalId, email: unprovenEmail ? '' : email, unprovenEmail };
}
