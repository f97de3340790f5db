import type { Settings } from '@app/config';
import type { Entry } from '@app/journal';
import type { NoteEvent, SignalEvent, SummaryEvent, TelemetryEvent } from '@app/telemetry';
import { isLink } from '@app/contracts';
import { capital, decisionInWords, lengthOf } from './decisions';
import type { TimelineItem } from './explanation';

const plural = (n: number, one: string) => `${n} ${one}${n === 1 ? '' : 's'}`;
const joined = (...parts: (string | false | null | undefined)[]) => parts.filter(Boolean).join(' · ');
const again = (ms: number | undefined) =>
  ms !== undefined && `again in ${lengthOf(Math.max(1, Math.round(ms / 1000)))}`;

type Told = Pick<TimelineItem, 'tone' | 'text' | 'detail'>;

const NOTE_KINDS: Record<NoteEvent['kind'], string> = {
  actions: 'note',
  summary: 'summary',
  'stream-summary': "Autoplay's summary",
  late: 'late note',
};

const NOTE_OUTCOMES: Record<NoteEvent['outcome'], [Told['tone'], (what: string) => string]> = {
  posted: ['good', (what) => `Posted the ${what}`],
  found: ['good', (what) => `Found the ${what} in Intercom: it had arrived`],
  stale: ['quiet', (what) => `The ${what} was recorded before`],
  without_text: ['bad', (what) => `Gave the ${what} up: its text is gone, and it is not in the conversation`],
  fenced_or_held: ['quiet', (what) => `Held the ${what} back: another process has it, or the conversation is not open`],
  deferred: ['odd', (what) => `Put the ${what} off`],
  retried: ['odd', (what) => `The ${what} failed and is tried again`],
  paused: ['bad', (what) => `Intercom refuses us: the ${what} waits`],
  not_in_answer: ['odd', (what) => `Intercom's answer did not hold the ${what}`],
  dead_letter: ['bad', (what) => `Gave the ${what} up: it is a dead letter`],
  conversation_gone: ['bad', () => 'The conversation is gone in Intercom: the session has ended'],
};

function note(h: NoteEvent): Told {
  const [tone, words] = NOTE_OUTCOMES[h.outcome];
  const detail = joined(
    h.actions > 0 && plural(h.actions, 'action'),
    h.atLink && 'at the link',
    h.tries > 0 && `attempt ${h.tries + 1}`,
    h.latencyMs !== undefined && !h.atLink && `${Math.max(0, Math.round(h.latencyMs))} ms after Autoplay sent it`,
    h.reason,
    again(h.nextInMs),
  );
  return { tone, text: words(NOTE_KINDS[h.kind]), detail };
}

const RULES_BECAUSE = {
  no_key: 'no OPENAI_API_KEY',
  daily_tokens: 'LLM_DAILY_TOKENS are spent',
  gate: 'two answers of the LLM were refused',
  attempts: 'the LLM had no answer in ten attempts',
};

function summary(h: SummaryEvent): Told {
  const of = plural(h.actions, 'action');
  const tokens = h.promptTokens !== undefined && `${h.promptTokens} + ${h.completionTokens ?? 0} tokens`;
  const detail = joined(
    h.model,
    tokens,
    h.costUsd !== undefined && `$${h.costUsd.toFixed(6)}`,
    h.rulesBecause && `by rules: ${RULES_BECAUSE[h.rulesBecause]}`,
    `${h.ms} ms`,
    h.kind,
    h.reason,
    again(h.nextInMs),
  );
  if (h.outcome === 'stored') return { tone: 'good', text: `Summary ${h.summary + 1} was written from ${of}`, detail };
  if (h.outcome === 'deferred') return { tone: 'odd', text: `Summary ${h.summary + 1} waits for the LLM`, detail };
  return { tone: 'bad', text: `The LLM failed on summary ${h.summary + 1} of ${of}`, detail };
}

const REDACTIONS = {
  redacted: ['good', 'Redacted a note that a summary covers'],
  was_gone: ['quiet', 'A note to redact was gone already'],
  retried: ['odd', 'A redaction failed and is tried again'],
  failed: ['bad', 'A redaction failed for good'],
  dropped: ['quiet', 'A pending redaction was dropped: REDACT is off'],
  not_recorded: ['bad', 'A redaction that nothing asked for was refused'],
} as const;

const CORRECTIONS = {
  unlinked: 'Unlinked: the wrong customer',
  linked: 'Linked by hand',
  muted: 'Muted: nothing is posted here until it is unmuted',
  unmuted: 'Unmuted',
} as const;

const SIGNALS: Readonly<Record<SignalEvent['kind'], string>> = {
  error: 'The user saw an error',
  maybe_error: 'The user may have seen an error',
  repeated_click: 'The user clicked the same thing again and again',
  tried_again: 'The user tried the same thing again',
  silence_after_error: 'The user did nothing more after an error',
  form_left: 'The user left a form that was filled in',
  search_without_result: 'The user searched and found nothing',
  back_and_forth: 'The user went back and forth between two pages',
};

function told(h: TelemetryEvent, count: number, settings: Settings): Told {
  switch (h.what) {
    case 'payload': {
      const detail = joined(`by ${h.by}`, count > 1 && plural(count, 'payload'));
      return { tone: 'quiet', text: `${plural(h.actions, 'action')} arrived`, detail };
    }
    case 'link': {
      const quiet = ['duplicate', 'state', 'already_linked'].includes(h.decision);
      const text = decisionInWords(h.decision, settings);
      return {
        tone: isLink(h.decision) && !quiet ? 'good' : quiet ? 'quiet' : 'odd',
        text: capital(text),
        detail: h.topic,
      };
    }
    case 'note':
      return note(h);
    case 'summary':
      return summary(h);
    case 'signal':
      return { tone: 'odd', text: SIGNALS[h.kind] ?? 'A sign of trouble', detail: '' };
    case 'correction': {
      const detail = joined(`by ${h.by}`, h.redactions > 0 && `${plural(h.redactions, 'note')} to redact`);
      return { tone: 'odd', text: CORRECTIONS[h.action], detail };
    }
    case 'redaction': {
      const [tone, text] = REDACTIONS[h.outcome];
      return { tone, text, detail: joined(`part ${h.partId}`, h.reason) };
    }
    case 'intercom_call': {
      const detail = joined(h.status !== undefined && `HTTP ${h.status}`, h.kind, h.reason, `${h.ms} ms`);
      return {
        tone: h.outcome === 'pause' || h.outcome === 'fail' ? 'bad' : 'odd',
        text: `Intercom: a ${h.operation} did not go through`,
        detail,
      };
    }
  }
}

/** Null for what this version does not know: the journal outlives deploys. */
export function timelineItem({ at, count, event: h }: Entry, settings: Settings): TimelineItem | null {
  try {
    const words: Told | undefined = told(h, count, settings);
    if (words === undefined) return null;
    return {
      at,
      what: h.what === 'intercom_call' ? 'call' : h.what,
      ...words,
      sessionKey: ('sessionKey' in h && h.sessionKey) || null,
      conversationId: ('conversationId' in h && h.conversationId) || null,
      ref: 'ref' in h ? h.ref : null,
      partId: ('partId' in h && h.partId) || null,
    };
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
