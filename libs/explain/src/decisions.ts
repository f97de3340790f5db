import type { Settings } from '@app/config';
import { isWebhookDecision, type WebhookDecision } from '@app/contracts';

type Rules = Pick<Settings, 'IDENTITY_LOOKBACK_SECONDS' | 'INTERCOM_SESSION_ATTRIBUTE'>;

const LENGTHS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
] as const;

/** `1800` -> `30 minutes`; the largest unit that leaves at most one place after the point. */
export function lengthOf(seconds: number): string {
  const [unit, size] = LENGTHS.find(([, length]) => seconds >= length) ?? ['second', 1];
  const many = Math.round((seconds / size) * 10) / 10;
  return `${many} ${unit}${many === 1 ? '' : 's'}`;
}

/** Every link decision in plain English, by its name in the store, the webhooks and the logs. */
const DECISIONS: Record<WebhookDecision, (rules: Rules) => string> = {
  linked_by_attribute: (r) =>
    `linked: the conversation names the session in its custom attribute ${r.INTERCOM_SESSION_ATTRIBUTE}`,
  linked_by_user: () =>
    "linked: the contact's external id is the session's user id, and this is that user's most recent session",
  linked_by_email: () => "linked: the contact's e-mail is the session's, and this is the most recent session with it",
  linked_by_stream: () => 'linked: Autoplay named the conversation in a payload',
  linked_after_waiting: () => 'linked: the conversation waited, and this was the first payload of its user',
  linked_by_browser: () => 'linked: the browser named the session, and Intercom confirmed the contact',
  linked_by_hand: () => 'linked: somebody of the team said so',
  unlinked_by_hand: () => 'unlinked: somebody of the team said that it is the wrong customer',
  unlinked_before: () => 'not linked: somebody of the team has unlinked this session from this conversation',
  already_linked: () => 'nothing to do: it was linked to this session before',
  session_has_other_conversation: () =>
    "not linked: the user's most recent session already has a conversation, and a session has one for ever; this one waits for a session that starts later",
  no_session: (r) =>
    `not linked: no session of this user was active in the last ${lengthOf(r.IDENTITY_LOOKBACK_SECONDS)}`,
  contact_without_identity: () =>
    'not linked: the contact is a lead without an id or e-mail of ours, so nobody can say which session is theirs',
  email_of_lead: () =>
    'not linked: the contact is a lead, whose e-mail is what a visitor typed and proves nothing (LINK_LEADS_BY_EMAIL=on believes it)',
  attribute_of_other_user: (r) =>
    `not linked by ${r.INTERCOM_SESSION_ATTRIBUTE}: the session that it names is of a user with another id than the contact has`,
  stream_names_other_user: () =>
    "not linked: Autoplay named this conversation for a session of another user than this conversation's",
  not_of_this_contact: () => 'not linked: the browser named a session that is not of a contact of this conversation',
  email_ambiguous: () =>
    'not linked: a session with this e-mail is of a user with another id than the contact has, so the e-mail does not say whose a session is',
  email_of_another_user: () =>
    'not linked: the sessions with this e-mail belong to a user with another id than the contact has',
  waiting_email_ambiguous: () =>
    'still waiting: a payload with this e-mail arrived, but a user with another id than the contact has shares the e-mail',
  waiting_email_of_another_user: () =>
    'still waiting: a payload with this e-mail arrived, but of a user with another id than the contact has',
  duplicate: () => 'nothing to do: this notification had arrived before',
  state: () => 'the state of the conversation was taken over',
  other_app: () => 'ignored: the webhook is of another Intercom app than INTERCOM_APP_ID',
  unhandled_topic: () => 'ignored: nothing depends on this topic',
  no_conversation: () => 'ignored: the webhook names no conversation',
  no_state: () => 'ignored: the webhook names no state',
  no_contact: () => 'ignored: the webhook names no contact',
  erasure_noted: () => 'the contact is deleted in Intercom: what is known of this person is erased',
  unknown_session: () => 'not linked: the session was never seen',
  erased: () => 'not taken in: this person was erased',
};

export const decisionInWords = (decision: string, rules: Rules): string =>
  isWebhookDecision(decision) ? DECISIONS[decision](rules) : decision.replaceAll('_', ' ');

export const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
