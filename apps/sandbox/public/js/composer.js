import { element } from '../pages/element.js';

/** Where the team mate answers; the customer reads it in their chat. */
export function composer(conversationId) {
  const words = element('textarea', {
    rows: '1',
    placeholder: 'Answer the customer',
    'aria-label': 'Your answer',
    maxlength: '4000',
  });
  const form = element(
    'form',
    { class: 'composer' },
    words,
    element('button', { type: 'submit', class: 'button is-small' }, 'Send'),
  );
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = words.value.trim();
    if (text === '') return;
    words.value = '';
    const answer = await fetch(`/control/conversations/${encodeURIComponent(conversationId)}/comment`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ body: asHtml(text) }),
    }).catch(() => null);
    if (!answer?.ok) words.value = text;
  });
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  return form;
}

/** What is typed is text, whatever it looks like. */
function asHtml(text) {
  const paragraph = document.createElement('p');
  text.split('\n').forEach((line, at) => paragraph.append(...(at > 0 ? [document.createElement('br')] : []), line));
  return paragraph.outerHTML;
}
