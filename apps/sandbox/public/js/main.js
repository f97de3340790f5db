import { keepTimes } from '../pages/dates.js';
import { DetailsView } from './details-view.js';
import { icon } from '../pages/icons.js';
import { ListView } from './list-view.js';
import { go, route } from './route.js';
import { Store } from './store.js';
import { themeButton } from '../pages/theme.js';
import { ThreadView } from './thread-view.js';

const byId = (id) => document.getElementById(id);
const app = byId('app');
const wide = matchMedia('(min-width: 821px)');

if (new URLSearchParams(location.search).has('embedded')) document.documentElement.dataset.embedded = '';
/** The page around us may ask for what the customer sees: no notes, and no trace of them. */
addEventListener('message', ({ origin, data }) => {
  if (origin === location.origin && data?.eyes) document.documentElement.dataset.eyes = data.eyes;
});

const store = new Store();
const list = new ListView(store, byId('rows'), byId('list-empty'));
const thread = new ThreadView(store, byId('thread'), {
  onDetails: () => app.classList.toggle('with-details') && details.panel.refresh(),
});
const details = new DetailsView(store, byId('details'), { onClose: () => app.classList.remove('with-details') });

byId('place-inbox').append(icon('inbox'));
themeButton(byId('theme'));

function render() {
  const { place, id } = route();
  if (place !== 'inbox') return go('inbox', null, { replace: true });
  const newest = store.sorted()[0];
  if (id === null && wide.matches && newest) return go('inbox', newest.id, { replace: true });
  app.dataset.view = id === null ? 'list' : 'thread';
  if (id !== null && document.visibilityState === 'visible') store.see(id);
  list.render(id);
  if (store.loaded) thread.render(id);
  details.render(id);
  const unread = store.sorted().filter((conversation) => conversation.id !== id && store.isUnread(conversation)).length;
  document.title = `${unread > 0 ? `(${unread}) ` : ''}Inbox · Northwind`;
}

function renderPulse() {
  const { subscribers } = store.stream;
  const state = !store.connected ? 'lost' : subscribers > 0 ? 'live' : 'waiting';
  const words = { lost: 'Connection lost', live: 'Live', waiting: 'Waiting for the service' };
  const pulse = byId('pulse');
  pulse.dataset.state = state;
  if (pulse.textContent !== words[state]) pulse.textContent = words[state];
  if (store.conversations.size === 0) list.render(route().id);
}

/** Many changes of one moment are one rendering. */
function soon(work) {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => ((asked = false), work()));
  };
}

store.addEventListener('conversation', soon(render));
store.addEventListener(
  'activity',
  soon(() => details.renderActivity()),
);
store.addEventListener('pulse', soon(renderPulse));
wide.addEventListener('change', render);
document.addEventListener('visibilitychange', render);
addEventListener('hashchange', () => {
  app.classList.remove('with-details');
  render();
});
addEventListener('keydown', (event) => {
  if (event.key === 'Escape') app.classList.remove('with-details');
});
keepTimes();

render();
renderPulse();
store.start();
