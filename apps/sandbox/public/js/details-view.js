import { activityItems } from './activity.js';
import { avatar } from './avatar.js';
import { element } from '../pages/element.js';
import { icon } from '../pages/icons.js';
import { actionsIn, kindOf, nameOf } from './parts.js';
import { PanelView } from './panel-view.js';

/** The right column: who it is, what the notes add up to, the app, and what goes on between the sandbox and the service. */
export class DetailsView {
  constructor(store, root, { onClose }) {
    Object.assign(this, { store, root });
    this.panel = new PanelView();
    this.person = element('section', { class: 'card', 'aria-label': 'Customer' });
    this.feed = element('ol', { class: 'acts', tabindex: '0', 'aria-label': 'What happened, newest first' });
    root.append(
      element(
        'button',
        { class: 'tool close-details', type: 'button', 'aria-label': 'Close the details', on: { click: onClose } },
        icon('back'),
      ),
      this.person,
      this.panel.root,
      element(
        'section',
        { class: 'card going-on', 'aria-label': 'What is going on' },
        element('h3', {}, 'What is going on'),
        this.feed,
      ),
    );
  }

  render(id) {
    const conversation = id === null ? null : this.store.conversations.get(id);
    this.person.hidden = !conversation;
    if (conversation) this.person.replaceChildren(...personCard(conversation, this.store.page.opsUrl));
    this.panel.open(conversation ? id : null);
    this.renderActivity();
  }

  renderActivity() {
    const items = activityItems(this.store.activity);
    this.feed.replaceChildren(
      ...(items.length > 0
        ? items
        : [element('li', { class: 'act is-quiet' }, 'Nothing yet. Clicks, webhooks and notes show up here.')]),
    );
  }
}

function personCard(conversation, opsUrl) {
  const { contact, parts } = conversation;
  const name = nameOf(contact);
  const kinds = parts.map(kindOf);
  const count = (kind) => kinds.filter((one) => one === kind).length;
  const actions = parts.filter((part) => kindOf(part) === 'note').reduce((sum, part) => sum + actionsIn(part), 0);
  return [
    element(
      'div',
      { class: 'who' },
      avatar(name),
      element('div', {}, element('h3', {}, name), element('p', {}, contact.role === 'lead' ? 'Lead' : 'User')),
    ),
    element(
      'dl',
      { class: 'facts' },
      ...fact('E-mail', contact.email),
      ...fact('User id', contact.external_id),
      ...fact('Conversation', conversation.id),
      ...Object.entries(conversation.custom_attributes).flatMap(([key, value]) => fact(key, String(value))),
    ),
    element(
      'dl',
      { class: 'tally' },
      ...tally(actions, 'actions in notes'),
      ...tally(count('summary'), count('summary') === 1 ? 'summary' : 'summaries'),
      ...tally(count('tombstone'), 'redacted'),
    ),
    opsUrl && /^https?:/.test(opsUrl)
      ? element(
          'a',
          { class: 'ops', href: opsUrl, target: '_blank', rel: 'noopener noreferrer' },
          'What the service did, and why',
          icon('out'),
        )
      : null,
  ].filter(Boolean);
}

function fact(name, value) {
  return value ? [element('dt', {}, name), element('dd', { title: value }, value)] : [];
}

function tally(value, name) {
  return [element('div', {}, element('dt', {}, name), element('dd', {}, String(value)))];
}
