import type { Settings } from '@app/config';
import { rulesOf, type StoredAction } from '@app/sessions';
import { SIGNAL_CONTEXT } from '@app/signals';
import { batchesOf } from './batches';
import { Hurry } from './hurry';
import { NoteWriter, partsOf } from './note.writer';
import { Pace } from './pace';
import { Summaries } from './summaries';
import type { ThreadNote, Visit } from './visit';

interface Waiting {
  /** Arrivals, Unix ms. */
  first: number;
  last: number;
  actions: StoredAction[];
}

/**
 * The thread of a visit with these settings: notes at the pace of the flush script, summaries as they come due, and what they delete. Pure.
 * Left out: what Intercom and an outage do to it, and further messages of the customer, at which what waits is posted at once.
 */
export function simulate(visit: Visit, settings: Settings): ThreadNote[] {
  const rules = rulesOf(settings);
  const thread: ThreadNote[] = [];
  const [pace, hurry, summaries] = [new Pace(rules), new Hurry(rules.hurryEveryMs), new Summaries(rules)];
  const startedAt = Math.min(...[...visit.before, ...visit.after].map(({ ts }) => ts));
  const writer = new NoteWriter(settings, visit.sessionId, startedAt);
  let posted: StoredAction[] = [];
  let waiting: Waiting | null = null;

  function summarise(now: number): void {
    for (let due = summaries.due(now); due; due = summaries.due(now)) {
      const { at, covered, told } = due;
      const since = Math.min(...covered.flatMap(({ actions }) => actions.map(({ ts }) => ts)));
      const actions = covered.reduce((sum, { note }) => sum + note.actions, 0);
      const lines = writer.summary(told, at, since);
      const note: ThreadNote = { kind: 'summary', at, actions, lines, hurried: false, deletedAt: null };
      thread.push(note);
      summaries.posted(note, due);
    }
  }

  function post(at: number, actions: readonly StoredAction[], kind: 'link' | 'actions', hurried: boolean): number {
    const parts = partsOf(actions, rules, visit.sessionId);
    for (const part of parts) {
      const lines = writer.actions(part, posted, kind === 'link');
      posted = [...posted, ...part].slice(-SIGNAL_CONTEXT);
      const note: ThreadNote = { kind, at, actions: part.length, lines, hurried, deletedAt: null };
      thread.push(note);
      if (kind === 'actions' || !rules.keepLinkNote) summaries.count({ note, actions: part });
      summarise(at);
    }
    return parts.length;
  }

  function flush(at: number, hurried: boolean): void {
    if (!waiting) return;
    const { first, actions } = waiting;
    waiting = null;
    pace.posted(at, { first, notes: post(at, actions, 'actions', hurried), hurried });
  }

  function flushBefore(until: number): void {
    if (!waiting) return;
    const due = pace.dueAt(waiting.first, waiting.last);
    const silence = hurry.silenceBefore(Math.min(due, until));
    if (silence !== null) flush(silence, true);
    else if (due <= until) flush(due, false);
  }

  const [link] = batchesOf(visit.before).slice(-1);
  if (link) {
    post(link.at, visit.before, 'link', false);
    pace.linked(link.at);
  }
  for (const { at, actions } of batchesOf(visit.after)) {
    flushBefore(at);
    waiting = { first: at, ...(waiting as Waiting | null), last: at, actions: [...arrived(waiting), ...actions] };
    if (hurry.look(at, posted, waiting.actions, actions.length)) flush(at, true);
  }
  flushBefore(Infinity);
  return thread.sort((a, b) => a.at - b.at);
}

const arrived = (waiting: Waiting | null) => waiting?.actions ?? [];
