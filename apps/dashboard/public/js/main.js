import { keepTimes } from '../pages/dates.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { ListView } from './list-view.js';
import { overviewView, trouble } from './overview-view.js';
import { PreviewView } from './preview-view.js';
import { addressOf, route } from './route.js';
import { Store } from './store.js';
import { backLink, subjectView } from './subject-view.js';
import { themeButton } from '../pages/theme.js';

const byId = (id) => document.getElementById(id);
const [app, stage, asked] = [byId('app'), byId('stage'), byId('asked')];
const store = new Store();
const previews = new PreviewView();
const list = new ListView(store, byId('rows'), byId('list-empty'));

byId('place-overview').append(icon('overview'));
byId('place-list').append(icon('search'));
byId('place-preview').append(icon('inbox'));
byId('place-queues').append(icon('queues'));
themeButton(byId('theme'));

let shown = '';

function renderStage({ place, id, previewed }) {
  if (place === 'preview') {
    // It has nothing that changes by itself.
    if (shown !== place) stage.replaceChildren(...previews.elements);
    shown = place;
    return previews.show(previewed);
  }
  // Only what changed is drawn anew: a focused button and an opened list stay as they are.
  const state =
    place === 'of'
      ? [store.subject, store.overview?.mayWrite, [...store.texts]]
      : { ...store.overview, now: 0, recent: [] };
  const wanted = JSON.stringify([id, state]);
  if (wanted === shown) return;
  shown = wanted;
  const scrolled = [...stage.querySelectorAll('.stage-body, .story, .facts-side, .subject')].map(
    (box) => box.scrollTop,
  );
  stage.replaceChildren(...view(place, id));
  stage
    .querySelectorAll('.stage-body, .story, .facts-side, .subject')
    .forEach((box, i) => (box.scrollTop = scrolled[i] ?? 0));
}

function view(place, id) {
  if (place !== 'of') return store.overview ? overviewView(store) : [];
  if (store.subject) return subjectView(store);
  return [
    element('header', { class: 'stage-head' }, backLink(), element('div', {}, element('h2', { class: 'mono' }, id))),
  ];
}

function render() {
  const here = route();
  const { place, id } = here;
  app.dataset.view = { find: 'list', of: 'subject', overview: 'overview', preview: 'preview' }[place];
  for (const [name, where] of [
    ['place-overview', 'overview'],
    ['place-list', 'find'],
    ['place-preview', 'preview'],
  ]) {
    byId(name).toggleAttribute(
      'aria-current',
      place === where || (name === 'place-overview' && place === 'find' && innerWidth > 820),
    );
  }
  list.render(id);
  renderStage(here);
  const wrong = store.overview ? trouble(store.overview) : null;
  const pulse = byId('pulse');
  pulse.dataset.state = !store.connected ? 'lost' : !store.overview ? 'waiting' : wrong ? 'lost' : 'live';
  const words = !store.connected ? store.trouble : !store.overview ? '' : wrong ? 'Needs a look' : 'Live';
  if (pulse.textContent !== words) pulse.textContent = words;
  document.title = `${wrong ? '(!) ' : ''}${id === null ? 'Operations' : id} · Sidenote`;
}

byId('find').addEventListener('submit', (event) => {
  event.preventDefault();
  const id = asked.value.trim();
  if (id === '') return;
  location.hash = addressOf(id);
  asked.select();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target.matches?.('input')) return;
  event.preventDefault();
  asked.focus();
});
addEventListener('hashchange', () => {
  store.texts.clear();
  void store.refresh();
  render();
});
store.addEventListener('change', render);

keepTimes();
render();
store.start();
