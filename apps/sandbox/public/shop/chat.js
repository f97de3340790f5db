import { openFeed } from '../js/feed.js';
import { minuteOf } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';

/** The bubble in the corner: what the customer and the team say to each other, and nothing else. */
export function startChat(root, visit) {
  const log = element('ol', { class: 'said', role: 'log', 'aria-label': 'Messages', tabindex: '0' });
  const words = element('textarea', {
    id: 'words',
    rows: '1',
    placeholder: 'Write a message',
    'aria-label': 'Your message',
    maxlength: '4000',
  });
  const form = element(
    'form',
    { class: 'write' },
    words,
    element('button', { type: 'submit', class: 'send', 'aria-label': 'Send' }, icon('send')),
  );
  const panel = element(
    'div',
    { class: 'chat-panel', hidden: true, id: 'chat-panel' },
    element('header', {}, element('h2', {}, 'Northwind support'), element('p', {}, 'We usually answer within minutes')),
    log,
    form,
  );
  const bubble = element('button', {
    class: 'bubble-button',
    type: 'button',
    'aria-expanded': 'false',
    'aria-controls': 'chat-panel',
  });
  root.append(panel, bubble);

  const open = (wanted) => {
    panel.hidden = !wanted;
    bubble.setAttribute('aria-expanded', String(wanted));
    bubble.setAttribute('aria-label', wanted ? 'Close the chat' : 'Chat with us');
    bubble.replaceChildren(icon(wanted ? 'down' : 'conversation'));
    bubble.classList.remove('has-news');
    if (wanted) words.focus();
  };
  const show = () => {
    const said = visit.messages.map(({ from, text, at }) =>
      element('li', { class: `said-by-${from}` }, element('p', {}, text), element('time', {}, minuteOf(at))),
    );
    const shown = log.children.length;
    const news = shown > 0 && visit.messages.length >= shown && visit.messages.at(-1).from === 'team';
    if (panel.hidden && news) bubble.classList.add('has-news');
    log.replaceChildren(element('li', { class: 'said-by-team' }, element('p', {}, 'Hello! Ask us anything.')), ...said);
    log.scrollTop = log.scrollHeight;
  };

  bubble.addEventListener('click', () => open(panel.hidden));
  panel.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    open(false);
    bubble.focus();
  });
  words.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener('submit', async () => {
    const text = words.value.trim();
    if (text === '') return;
    words.value = '';
    form.setAttribute('aria-busy', 'true');
    await visit.say(text).catch(() => (words.value = text));
    form.removeAttribute('aria-busy');
  });

  visit.addEventListener('change', show);
  const feed = openFeed();
  const mine = (event) => JSON.parse(event.data).conversationId === visit.conversationId && void visit.look();
  for (const name of ['part', 'redaction', 'removed']) feed.addEventListener(name, mine);
  feed.addEventListener('reset', () => void visit.enter());
  open(false);
  show();
}
