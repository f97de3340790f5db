import { clockOf, dayOf, fullOf } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { correctionPart } from './correction-part.js';
import { sessionPart } from './session-part.js';
import { deadLetterList } from './parts.js';

const TOGETHER_MS = 10_000;
const TITLES = { conversation: 'Conversation', session: 'Session', nothing: 'Not known' };

/** One conversation or session: the answer, its story, and what Redis holds of it. */
export function subjectView(store) {
  const subject = store.subject;
  return [
    head(subject),
    element(
      'div',
      { class: `subject${subject.found === 'nothing' ? ' is-nothing' : ''}` },
      story(subject),
      side(store, subject),
    ),
  ];
}

export const backLink = () =>
  element('a', { class: 'tool back', href: '#/find', 'aria-label': 'Back to the list' }, icon('back'));

function head({ asked, found, conversation }) {
  const state = conversation?.state;
  const tone = state === 'open' ? 'good' : 'odd';
  return element(
    'header',
    { class: 'stage-head' },
    backLink(),
    element(
      'span',
      { class: `badge ${found === 'conversation' ? 'is-conversation' : ''}` },
      icon(found === 'conversation' ? 'conversation' : found === 'session' ? 'payload' : 'search'),
    ),
    element('div', {}, element('h2', { class: 'mono' }, asked), element('p', {}, TITLES[found])),
    state ? element('span', { class: `chip is-${tone}` }, state) : null,
  );
}

function story({ verdict, next, paused, timeline, journal, sessions, deadLetters }) {
  const isFine = sessions.some(({ conversationId }) => conversationId !== null) && deadLetters.length === 0 && !paused;
  const days = [];
  for (const item of together(timeline)) {
    const day = dayOf(item.at);
    if (days.at(-1)?.day !== day) days.push({ day, items: [] });
    days.at(-1).items.push(item);
  }
  const more =
    journal.lookedBackTo === null
      ? null
      : element('p', { class: 'quiet' }, `Older than ${fullOf(journal.lookedBackTo)}: not looked at.`);
  return element(
    'section',
    { class: 'story', 'aria-label': 'What happened' },
    element(
      'div',
      { class: `verdict${isFine ? ' is-fine' : ''}` },
      element('strong', {}, verdict),
      element('p', {}, next),
    ),
    paused
      ? element(
          'p',
          { class: 'paused' },
          icon('alert'),
          `Sending to Intercom is paused: ${paused.replaceAll('_', ' ')}`,
        )
      : null,
    ...days.flatMap(({ day, items }) => [element('h3', { class: 'day' }, day), element('ol', {}, ...items.map(step))]),
    timeline.length === 0 ? element('p', { class: 'quiet said' }, 'The journal holds nothing of it.') : null,
    more,
  );
}

/** Redactions come in numbers: those of one moment are one step. */
function together(timeline) {
  const steps = [];
  for (const item of timeline) {
    const last = steps.at(-1);
    const isSame = last?.what === 'redaction' && item.text === last.text && last.at - item.at < TOGETHER_MS;
    if (isSame) last.parts.push(item.partId);
    else steps.push({ ...item, parts: item.partId ? [item.partId] : [] });
  }
  return steps;
}

function step({ at, what, tone, text, detail, ref, parts }) {
  const words = parts.length > 1 ? `${text}, ${parts.length} times` : text;
  const named =
    parts.length > 1 ? `parts ${parts.join(', ')}` : detail.includes(parts[0]) ? '' : parts[0] && `part ${parts[0]}`;
  const small = [parts.length > 1 ? '' : detail, ref && `ref ${ref}`, named].filter(Boolean).join(' · ');
  return element(
    'li',
    { class: `step is-${tone} of-${what}` },
    element(
      'span',
      { class: 'step-mark' },
      icon(tone === 'bad' ? 'alert' : what === 'correction' ? 'conversation' : what),
    ),
    element('div', { class: 'step-text' }, words, small ? element('small', {}, small) : null),
    element('time', { datetime: new Date(at).toISOString(), title: fullOf(at) }, clockOf(at)),
  );
}

function side(store, { sessions, deadLetters, conversation, found }) {
  if (found === 'nothing') return null;
  return element(
    'aside',
    { class: 'facts-side', 'aria-label': 'Details' },
    deadLetters.length > 0
      ? element('section', { class: 'part' }, element('h3', {}, 'Dead letters'), deadLetterList(store, deadLetters))
      : null,
    ...sessions.map((session) => sessionPart(store, session)),
    conversation ? correctionPart(store, conversation) : null,
    conversation ? waitPart(conversation) : null,
  );
}

function waitPart({ waits, conversationId, stateAt }) {
  const facts = [
    ['Conversation', conversationId],
    ['State since', stateAt === null ? 'not told yet' : fullOf(stateAt)],
    ...waits.flatMap(({ forWhom, since, until }) => [
      ['Waits for', forWhom === 'user' ? 'a session of its user' : 'a session with its e-mail'],
      ['Waits since', fullOf(since)],
      ['Waits until', fullOf(until)],
    ]),
  ];
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, 'Conversation'),
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)]),
    ),
  );
}
