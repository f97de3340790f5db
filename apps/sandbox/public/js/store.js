import { openFeed } from './feed.js';

/** The inbox as the sandbox tells it: the whole state once per connection, then every change as it happens. */
export class Store extends EventTarget {
  conversations = new Map();
  stream = { subscribers: 0, sent: 0 };
  page = { opsUrl: null };
  activity = [];
  connected = false;
  loaded = false;
  #seen = new Map();

  start() {
    const feed = openFeed();
    feed.addEventListener('open', () => void this.#load());
    feed.addEventListener('error', () => {
      this.connected = false;
      this.#changed('pulse');
    });
    const on = (name, apply) => feed.addEventListener(name, (event) => apply(JSON.parse(event.data)));
    on('conversation', ({ conversation }) => this.#conversation(conversation));
    on('part', ({ conversationId, part }) => this.#part(conversationId, part));
    on('redaction', ({ conversationId, part }) => this.#part(conversationId, part));
    on('removed', ({ conversationId }) => {
      this.conversations.delete(conversationId);
      this.#changed('conversation', conversationId);
    });
    on('stream', (stream) => {
      this.stream = stream;
      this.#changed('pulse');
    });
    on('reset', () => {
      this.conversations.clear();
      this.activity = [];
      this.#changed('conversation');
    });
    for (const name of ['call', 'webhook', 'completion', 'frame']) on(name, (data) => this.#act(name, data));
  }

  /** Newest change first. */
  sorted() {
    return [...this.conversations.values()].sort((a, b) => b.updated_at - a.updated_at || lastId(b) - lastId(a));
  }

  isUnread(conversation) {
    return lastId(conversation) > (this.#seen.get(conversation.id) ?? 0);
  }

  see(id) {
    const conversation = this.conversations.get(id);
    if (conversation) this.#seen.set(id, lastId(conversation));
  }

  async #load() {
    const answer = await fetch('/control/state?only=conversations,stream,page,recent');
    const { conversations, stream, page, recent } = await answer.json();
    const first = !this.loaded;
    this.conversations = new Map(conversations.map((conversation) => [conversation.id, conversation]));
    if (first) for (const id of this.conversations.keys()) this.see(id);
    Object.assign(this, { stream, page, activity: recent, connected: true, loaded: true });
    this.#changed('conversation');
    this.#changed('pulse');
    this.#changed('activity');
  }

  #conversation(news) {
    const known = this.conversations.get(news.id);
    this.conversations.set(news.id, { ...news, parts: known?.parts ?? [] });
    this.#changed('conversation', news.id);
  }

  #part(id, part) {
    const conversation = this.conversations.get(id);
    if (!conversation) return;
    const at = conversation.parts.findIndex((one) => one.id === part.id);
    if (at >= 0) conversation.parts[at] = part;
    else conversation.parts.push(part);
    conversation.updated_at = Math.max(conversation.updated_at, part.updated_at);
    this.#changed('conversation', id);
  }

  #act(name, data) {
    this.activity.unshift({ name, data, at: Date.now() / 1000 });
    this.activity.length = Math.min(this.activity.length, 200);
    this.#changed('activity');
  }

  #changed(name, id = null) {
    this.dispatchEvent(new CustomEvent(name, { detail: { id } }));
  }
}

function lastId(conversation) {
  return Number(conversation.parts.at(-1)?.id ?? conversation.source.id);
}
