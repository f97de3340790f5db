import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { intercomCard, queuesCard, streamCard } from './live-cards.js';
import { plural } from './parts.js';
import { deadLettersCard, droppedCard, troubleCard } from './trouble-cards.js';

/** What is wrong, worst first; null when nothing is. */
export function trouble({ stream, intercom, deadLetters }) {
  if (intercom.paused)
    return [
      'Sending to Intercom is paused',
      `${intercom.paused.reason.replaceAll('_', ' ')}. Nothing is lost: it goes on by itself once this is mended.`,
    ];
  if (stream.length === 0)
    return [
      'No reader of the stream is running',
      'Events that Autoplay sends now are lost. Start a process with the stream role.',
    ];
  if (stream.every(({ connectedSince }) => connectedSince === null))
    return ['Not connected to Autoplay', stream[0].trouble ?? 'Trying again.'];
  if (deadLetters.count > 0)
    return [
      `${plural(deadLetters.count, 'note')} could not be delivered`,
      'What was in them is kept: see the dead letters below.',
    ];
  return null;
}

/** The whole service on one screen. */
export function overviewView(store) {
  const state = store.overview;
  const wrong = trouble(state);
  return [
    element(
      'header',
      { class: 'stage-head' },
      element(
        'div',
        {},
        element('h2', {}, 'Overview'),
        element('p', {}, 'Autoplay’s stream in, notes to Intercom out'),
      ),
    ),
    element(
      'div',
      { class: 'stage-body' },
      element(
        'section',
        { class: `state ${wrong ? 'is-bad' : 'is-good'}` },
        element('span', { class: `badge ${wrong ? 'is-bad' : 'is-good'}` }, icon(wrong ? 'alert' : 'good')),
        element(
          'div',
          {},
          element('h3', {}, wrong?.[0] ?? 'All is well'),
          element('p', {}, wrong?.[1] ?? 'The stream is read and notes are delivered.'),
        ),
      ),
      element(
        'div',
        { class: 'cards' },
        streamCard(state.stream),
        intercomCard(state.intercom),
        ...(state.deadLetters.count > 0
          ? [deadLettersCard(store, state), queuesCard(state.queues)]
          : [queuesCard(state.queues), deadLettersCard(store, state)]),
        troubleCard(state.trouble),
        droppedCard(state.dropped),
      ),
    ),
  ];
}
