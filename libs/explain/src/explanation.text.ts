import type { SessionSnapshot } from '@app/sessions';
import type { Explanation, TimelineItem } from './explanation';
import { plain } from './terminal';

const LINES = 25;
const clock = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ');

const NAMES: Record<Explanation['found'], string> = {
  conversation: 'Conversation',
  session: 'Session',
  nothing: 'Nothing',
};

/** For a terminal. Times are UTC. */
export function explanationText(e: Explanation): string {
  const title = e.found === 'nothing' ? `Nothing is known of ${plain(e.asked)}` : `${NAMES[e.found]} ${plain(e.asked)}`;
  const said = e.found === 'nothing' ? [plain(e.next)] : [e.verdict, e.next].map(plain);
  return [
    title,
    ...said.map((line) => `  ${line}`),
    ...(e.paused ? [`  Sending to Intercom is paused: ${plain(e.paused)}`] : []),
    ...conversationLines(e),
    ...e.sessions.flatMap(sessionLines),
    ...deadLetterLines(e),
    ...timelineLines(e.timeline),
    '',
  ].join('\n');
}

function conversationLines({ conversation: c, found }: Explanation): string[] {
  if (!c) return [];
  const state = c.state ? `${c.state}${c.stateAt ? ` since ${clock(c.stateAt)}` : ''}` : 'not known';
  const decisions = c.decisions.map((d) => `    ${clock(d.at)}  ${d.why}`);
  return [
    '',
    ...(found === 'session' ? [`  Conversation ${plain(c.conversationId)}`] : []),
    `  State: ${state}`,
    ...(c.muted ? [`  Muted: ${clock(c.muted.at)}, by ${plain(c.muted.by)}`] : []),
    ...c.linkedByHand.map((l) => `  Linked by hand: session ${l.sessionKey}, ${clock(l.at)}, by ${plain(l.by)}`),
    ...c.unlinked.map((u) => `  Unlinked: session ${u.sessionKey}, ${clock(u.at)}, by ${plain(u.by)}`),
    ...(decisions.length > 0 ? ['  Link decisions, the last one first', ...decisions] : []),
  ];
}

function sessionLines(s: SessionSnapshot): string[] {
  const { buffered, unsummarised } = s.actions;
  const intent = s.intent && `${s.intent.kind}, ref ${s.intent.ref}, failed ${s.intent.tries} times`;
  const rows: [string, string | null | undefined][] = [
    ['session id', plain(s.sessionId)],
    ['linked to', s.conversationId === null ? 'no conversation' : `conversation ${plain(s.conversationId)}`],
    ['last active', s.lastAt === null ? null : clock(s.lastAt)],
    ['to be posted', `${buffered} actions`],
    ['posted, not summarised', `${unsummarised} actions in ${s.notes} notes`],
    ['summaries', `${s.summariesPosted}${s.summary === 'none' ? '' : `, one ${s.summary.replaceAll('_', ' ')}`}`],
    ['to be redacted', s.toRedact.length > 0 ? `${s.toRedact.length} notes` : null],
    ['expired unsent', s.expired > 0 ? `${s.expired} actions of dead letters: they are lost` : null],
    ['under way', intent],
    ['next run', s.dueAt === null ? null : clock(s.waitUntil ?? s.dueAt)],
    ['ended', s.ended ? 'the conversation is gone in Intercom' : null],
  ];
  const told = rows.filter(([, value]) => value);
  const width = Math.max(...told.map(([label]) => label.length));
  return ['', `  Session ${s.sessionKey}`, ...told.map(([label, value]) => `    ${label.padEnd(width)}  ${value}`)];
}

function deadLetterLines({ deadLetters }: Explanation): string[] {
  if (deadLetters.length === 0) return [];
  const rows = deadLetters.map((d) => `    ${clock(d.at)}  ${d.kind}, ref ${d.ref}: ${plain(d.reason)}`);
  return ['', '  Dead letters; send one again: sidenote retry dead.<ref>', ...rows];
}

function timelineLines(timeline: TimelineItem[]): string[] {
  if (timeline.length === 0) return [];
  const rows = timeline
    .slice(0, LINES)
    .map(({ at, text, detail }) => `    ${clock(at)}  ${text}${detail ? ` (${plain(detail)})` : ''}`);
  return ['', '  What happened, the last first', ...rows];
}
