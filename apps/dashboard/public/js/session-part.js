import { clockOf, fullOf } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { boardLink, figure, plural } from './parts.js';
import { previewAddressOf } from './route.js';

const SUMMARIES = { none: null, due: 'one is being written', to_be_posted: 'one waits to be posted' };

/** What Redis holds of a session; what the user did is fetched only when it is opened. */
export function sessionPart(store, session) {
  const { sessionId, sessionKey, conversationId, actions, notes, summariesPosted, summary, intent } = session;
  const facts = [
    ['Session id', sessionId || 'not known'],
    ['Linked to', conversationId ?? 'no conversation'],
    ['Last active', session.lastAt === null ? null : fullOf(session.lastAt)],
    [
      'Names',
      [session.knows.user && 'a user', session.knows.email && 'an e-mail'].filter(Boolean).join(' and ') || 'nobody',
    ],
    ['Summary', SUMMARIES[summary]],
    [
      'Under way',
      intent &&
        `${intent.kind === 'actions' ? plural(intent.actions, 'action') : intent.kind}, ref ${intent.ref}${intent.tries > 0 ? `, failed ${intent.tries}×` : ''}`,
    ],
    ['Next run', (session.waitUntil ?? session.dueAt) ? fullOf(session.waitUntil ?? session.dueAt) : null],
    ['To redact', session.toRedact.length > 0 ? plural(session.toRedact.length, 'note') : null],
    ['Ended', session.ended ? 'the conversation is gone' : null],
  ].filter(([, value]) => value);
  return element(
    'section',
    { class: 'part', 'data-session': sessionKey },
    element('h3', {}, 'Session'),
    element(
      'dl',
      { class: 'tally' },
      figure('to be posted', String(actions.buffered)),
      figure(`not summarised, in ${plural(notes, 'note')}`, String(actions.unsummarised)),
      figure(summariesPosted === 1 ? 'summary' : 'summaries', String(summariesPosted)),
    ),
    element(
      'dl',
      { class: 'facts' },
      ...facts.flatMap(([label, value]) => [element('dt', {}, label), element('dd', {}, value)]),
    ),
    session.generation === null ? null : boardLink('Its job', 'session-notes', `${sessionKey}.${session.generation}`),
    element('a', { class: 'button', href: previewAddressOf(sessionKey) }, 'What would an agent see'),
    texts(store, sessionKey),
  );
}

function texts(store, sessionKey) {
  const found = store.texts.get(sessionKey);
  const open = store.texts.has(sessionKey);
  const details = element(
    'details',
    { class: 'texts', open },
    element('summary', {}, 'What the user did'),
    ...(found
      ? [...list('Waits to be posted', found.buffered), ...list('Posted, not summarised yet', found.unsummarised)]
      : []),
    found && found.buffered.length + found.unsummarised.length === 0
      ? element('p', {}, 'Nothing is kept: it is summarised, or was never here.')
      : null,
  );
  details.addEventListener('toggle', () => store.showTexts(sessionKey, details.open));
  return details;
}

function list(title, actions) {
  if (actions.length === 0) return [];
  const line = ({ at, text }) => element('li', { title: clockOf(at) }, text);
  return [element('h4', {}, title), element('ol', {}, ...actions.map(line))];
}
