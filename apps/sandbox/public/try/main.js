import { openFeed } from '../js/feed.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { themeButton } from '../pages/theme.js';
import { ask } from './ask.js';
import { DeskView } from './desk-view.js';
import { Watch } from './watch.js';
import { WayView } from './way-view.js';

const byId = (id) => document.getElementById(id);
const feed = openFeed();
const inbox = byId('inbox');
const way = new WayView({ way: byId('way'), last: byId('last'), ledger: byId('ledger'), links: byId('links') });
const desk = new DeskView({ faults: byId('faults'), presets: byId('presets') }, () => watch.now());
const watch = new Watch((news) => {
  way.show(news, watch.sessionId);
  desk.show(news.desk);
  showBefore(news);
});
let conversationId = null;

themeButton(byId('theme'));
byId('back').append(icon('back'));

/** What the agent will be told as soon as the customer asks, as it is remembered. */
function showBefore({ actions, recent, conversationId: asked }) {
  const box = byId('remembered');
  if (box.dataset.actions !== String(actions)) {
    box.dataset.actions = String(actions);
    byId('remembered-count').textContent =
      actions === 0
        ? 'Nothing done yet'
        : `${actions} ${actions === 1 ? 'action' : 'actions'} remembered, nothing posted yet`;
    byId('remembered-last').replaceChildren(...recent.map((words) => element('li', {}, words)));
  }
  if (asked !== conversationId) showConversation(asked);
}

/** The inbox shows this visitor's own conversation as soon as there is one. */
function showConversation(id) {
  conversationId = id;
  byId('before').hidden = id !== null;
  inbox.contentWindow.location.replace(`/?embedded#/inbox${id === null ? '' : `/${encodeURIComponent(id)}`}`);
}

const tellInbox = () =>
  inbox.contentWindow.postMessage({ eyes: byId('eyes').checked ? 'customer' : 'agent' }, location.origin);
byId('eyes').addEventListener('change', tellInbox);
inbox.addEventListener('load', tellInbox);

addEventListener('message', ({ origin, source, data }) => {
  if (origin !== location.origin || source !== byId('shop').contentWindow) return;
  if (data.path) byId('address').textContent = `app.northwind.example${data.path === '/' ? '' : data.path}`;
  if (data.visit) {
    byId('who').textContent = data.person ? `${data.person.name} · ${data.person.email}` : 'Anonymous visitor';
    watch.of(data.visit);
  }
});
byId('back').addEventListener('click', () => byId('shop').contentWindow.history.back());
byId('start-over').addEventListener('click', async () => {
  byId('eyes').checked = false;
  tellInbox();
  await ask('DELETE', '/faults');
  // Nobody looks at the visit and its conversation any more when they go.
  await watch.rest();
  showConversation(null);
  byId('shop').contentWindow.postMessage({ ask: 'start-over' }, location.origin);
});

for (const chosen of byId('views').children)
  chosen.addEventListener('click', () => {
    document.body.dataset.view = chosen.dataset.view;
    for (const one of byId('views').children) one.setAttribute('aria-pressed', String(one === chosen));
  });

for (const name of ['frame', 'part', 'call', 'webhook', 'conversation', 'stream', 'service', 'reset', 'open'])
  feed.addEventListener(name, () => watch.soon());
byId('last').before(element('span', { class: 'unseen' }, 'What was done last:'));
