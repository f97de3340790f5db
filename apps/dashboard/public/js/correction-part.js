import { element } from '../pages/element.js';
import { fullOf } from '../pages/dates.js';

const asks = {
  unlink:
    'Unlink this session from the conversation for good, and redact our notes of it there? A redaction cannot be undone.',
  link: 'Link this session to the conversation again?',
};

/** Wrong customer, right customer, nothing here. `sessions`: session keys that are linked. Only with DASHBOARD_WRITE=on. */
export function correctionPart(store, { conversationId, muted, unlinked, linkedByHand, sessionKeys }) {
  const mayWrite = store.overview?.mayWrite === true;
  const press = (what, label, sessionKey) => {
    if (!mayWrite) return null;
    const button = element('button', { type: 'button', class: 'button', 'data-correct': what }, label);
    button.addEventListener('click', () => {
      if (asks[what] && !window.confirm(asks[what])) return;
      button.disabled = true;
      void store.correct(conversationId, what, sessionKey);
    });
    return button;
  };
  const said = (words, { at, by }) => element('p', {}, `${words} by ${by}, ${fullOf(at)}`);
  return element(
    'section',
    { class: 'part' },
    element('h3', {}, 'Corrections'),
    ...(muted ? [said('Muted', muted), press('unmute', 'Unmute')] : [press('mute', 'Mute notes here')]),
    ...linkedByHand.map((one) => said(sessionKeys.length > 1 ? `Session ${one.sessionKey} linked` : 'Linked', one)),
    ...sessionKeys.map((key) =>
      press('unlink', sessionKeys.length > 1 ? `Wrong customer: ${key}` : 'Wrong customer', key),
    ),
    ...unlinked.flatMap((one) => [
      said(`Session ${one.sessionKey} unlinked`, one),
      press('link', 'Link it again', one.sessionKey),
    ]),
    mayWrite
      ? null
      : element(
          'p',
          { class: 'said' },
          'Changing it from here needs DASHBOARD_WRITE=on; `sidenote unlink` works always.',
        ),
  );
}
