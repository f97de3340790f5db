/** Reading Intercom's conversations, from webhooks and from its API, without believing their shape. */
export { type Fields, fieldsOf, idOf, listOf, textOf, timeOf } from './fields';
export {
  attributeOf,
  type ContactIdentity,
  contactOf,
  type ConversationContact,
  identityOf,
  stateOf,
  writtenAt,
} from './conversation';
