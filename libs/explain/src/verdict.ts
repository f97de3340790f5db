import type { Settings } from '@app/config';
import type { ConversationSnapshot, DeadLetterSnapshot, SessionSnapshot } from '@app/sessions';
import { capital, decisionInWords } from './decisions';

export interface Verdict {
  verdict: string;
  next: string;
}

const clock = (at: number) => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
const actions = (n: number) => `${n} action${n === 1 ? '' : 's'}`;
const STARTS_LATER = 'whose session starts later than this conversation was looked at';

/** What is so, and what follows, of a conversation. `sessions`: those that are linked to it; `dead`: how many notes were given up. */
export function ofConversation(
  c: ConversationSnapshot,
  sessions: readonly SessionSnapshot[],
  dead: number,
  settings: Settings,
): Verdict {
  if (sessions.length > 0 || c.sessionKeys.length > 0) {
    const many = c.sessionKeys.length === 1 ? 'a session' : `${c.sessionKeys.length} sessions`;
    const how = c.decisions.find(({ decision }) => decision.startsWith('linked_'));
    const why = how ? decisionInWords(how.decision, settings).replace(/^linked: /, ': ') : '';
    return { verdict: `This conversation is linked to ${many}${why}.`, next: followsOf(c, sessions, dead, settings) };
  }
  const reason = c.decisions[0] && decisionInWords(c.decisions[0].decision, settings);
  const verdict = reason ? `${capital(reason)}.` : 'No webhook has asked for a link of this conversation yet.';
  if (c.waits.length > 0) return { verdict, next: waitingFor(c) };
  if (!reason)
    return { verdict, next: 'It is linked when the user writes. Check `sidenote webhook` if that happened already.' };
  return { verdict, next: 'It does not wait any more. When the user writes again, it is tried again.' };
}

function waitingFor({ waits }: ConversationSnapshot): string {
  const whom = waits.map(({ forWhom }) => (forWhom === 'user' ? 'user' : 'e-mail')).join(' or ');
  const until = Math.max(...waits.map((wait) => wait.until));
  const later = waits.some(({ startsAfter }) => startsAfter > 0) ? `, ${STARTS_LATER}` : '';
  const but = waits.some(({ ambiguous }) => ambiguous)
    ? ' More than one user claims the e-mail: that alone will not link it.'
    : '';
  return `It waits until ${clock(until)} for the first payload of this ${whom}${later}.${but}`;
}

const dated = ({ at, by }: { at: number; by: string }) => `by ${by}, ${clock(at)}`;

const isHeld = (c: ConversationSnapshot | null, settings: Settings) =>
  settings.QUIET_STATES === 'hold' && (c?.state === 'closed' || c?.state === 'snoozed');

function followsOf(
  c: ConversationSnapshot | null,
  sessions: readonly SessionSnapshot[],
  dead: number,
  settings: Settings,
): string {
  const alive = sessions.filter((session) => !session.ended);
  if (sessions.length > 0 && alive.length === 0)
    return 'Intercom says that the conversation is gone: nothing more will be posted.';
  if (c?.muted)
    return `The conversation is muted (${dated(c.muted)}): what the user does is held until \`sidenote unmute ${c.conversationId}\`.`;
  if (isHeld(c, settings))
    return `The conversation is ${c?.state}: what the user does is held (QUIET_STATES=hold), and posted when it is open again or the user writes.`;
  const intent = alive.find((session) => session.intent)?.intent;
  if (intent && intent.tries > 0) {
    const at = alive.find((session) => session.waitUntil)?.waitUntil;
    return `A note has failed ${intent.tries === 1 ? 'once' : `${intent.tries} times`} and is tried again${at ? ` at ${clock(at)}` : ''}.`;
  }
  const waiting = alive.reduce((sum, session) => sum + session.actions.buffered, 0);
  if (waiting > 0) return `${capital(actions(waiting))} will be posted as soon as the session is quiet.`;
  if (dead > 0)
    return `${dead === 1 ? 'A note was' : `${dead} notes were`} given up and can be sent again by hand; all else that has arrived is posted.`;
  return 'All that has arrived is posted.';
}

/** Of a session id: its one session, or the last active of those that several users had under it. */
export function ofSessions(
  [newest, ...others]: readonly SessionSnapshot[],
  c: ConversationSnapshot | null,
  dead: readonly DeadLetterSnapshot[],
  settings: Settings,
): Verdict {
  if (!newest) return OF_NOTHING;
  const own = dead.filter(({ sessionKey }) => sessionKey === newest.sessionKey).length;
  const told = ofSession(newest, c, own, settings);
  if (others.length === 0) return told;
  const many = `${others.length + 1} users had this session id in turn, and each has a session of their own. Of the last one:`;
  return { ...told, verdict: `${many} ${told.verdict}` };
}

export function ofSession(
  s: SessionSnapshot,
  c: ConversationSnapshot | null,
  dead: number,
  settings: Settings,
): Verdict {
  if (s.conversationId !== null) {
    const how = c?.decisions.find(
      ({ decision, sessionKey }) => sessionKey === s.sessionKey && decision.startsWith('linked_'),
    );
    const why = how ? decisionInWords(how.decision, settings).replace(/^linked: /, ': ') : '';
    return {
      verdict: `This session is linked to conversation ${s.conversationId}${why}.`,
      next: followsOf(c, [s], dead, settings),
    };
  }
  const n = s.actions.buffered;
  return {
    verdict: `No conversation of this session is known. ${n === 0 ? 'Nothing waits' : `${capital(actions(n))} of it wait${n === 1 ? 's' : ''}`}, and nothing is posted.`,
    next:
      s.knows.user || s.knows.email
        ? 'It is linked when its user writes in Intercom, by user id or e-mail.'
        : `Its payloads name neither a user nor an e-mail: it is linked only by a conversation whose custom attribute ${settings.INTERCOM_SESSION_ATTRIBUTE} names it.`,
  };
}

export const OF_NOTHING: Verdict = {
  verdict: 'Nothing is known by this name.',
  next: 'No webhook named such a conversation, and no payload such a session, as far back as Redis keeps them (sessions without a conversation are forgotten after IDENTITY_LOOKBACK_SECONDS, others after SESSION_TTL_SECONDS). Check that the id is whole, and that `sidenote doctor` finds nothing wrong.',
};
