/** Who wrote, by what they may find sessions, and reading JSON from outside without believing its shape. */
export { type Fields, fieldsOf, idOf, listOf, textOf, timeOf } from './fields';
export { type ContactIdentity, type ConversationContact, identityOf } from './identity';
