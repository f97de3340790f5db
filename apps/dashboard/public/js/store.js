import * as api from './api.js';
import { route } from './route.js';

const EVERY_MS = 2_000;
/** A decision is told by the store and by the process that made it: once, if so close together. */
const SAME_WITHIN_MS = 3_000;

/** The service as it is now: asked every two seconds while somebody looks, and at once when something else is looked at. */
export class Store extends EventTarget {
  overview = null;
  /** The explanation of the conversation or session that is looked at. */
  subject = null;
  /** Texts by session key, of those that were opened. */
  texts = new Map();
  connected = true;
  trouble = '';
  #timer = 0;
  #round = 0;

  start() {
    document.addEventListener('visibilitychange', () => this.refresh());
    this.refresh();
  }

  /** Now, and then every two seconds. What an earlier round brings after this does not count. */
  async refresh() {
    clearTimeout(this.#timer);
    const round = ++this.#round;
    if (document.visibilityState === 'hidden') return;
    const { id } = route();
    if (this.subject !== null && this.subject.asked !== id?.trim()) this.subject = null;
    const cursor = this.subject?.journal.cursor ?? null;
    try {
      const asked = [...this.texts.keys()];
      const [overview, subject, ...texts] = await Promise.all([
        api.overview(),
        id === null ? null : api.explain(id, cursor),
        ...(id === null ? [] : asked.map((key) => api.texts(key))),
      ]);
      if (round !== this.#round) return;
      this.connected = true;
      this.overview = overview;
      this.subject = subject && withStory(subject, this.subject);
      texts.forEach((found, i) => this.texts.has(asked[i]) && this.texts.set(asked[i], found));
    } catch (error) {
      if (round !== this.#round) return;
      this.connected = false;
      this.trouble = error.message;
    }
    this.dispatchEvent(new Event('change'));
    this.#timer = setTimeout(() => void this.refresh(), EVERY_MS);
  }

  /** Texts are fetched only when somebody opens them. */
  showTexts(sessionKey, open) {
    if (open === this.texts.has(sessionKey)) return;
    if (open) this.texts.set(sessionKey, null);
    else this.texts.delete(sessionKey);
    if (open) void this.refresh();
  }

  async correct(conversation, what, sessionKey) {
    await api.correct(conversation, what, sessionKey);
    await this.refresh();
  }

  async sendAgain(ref) {
    await api.sendAgain(ref);
    await this.refresh();
  }
}

/** Later answers hold only what is new: it goes on top of what is there. */
function withStory(subject, known) {
  if (known === null || known.found !== subject.found) return subject;
  const isNew = (item) =>
    !known.timeline.some(
      (old) => old.what === item.what && old.text === item.text && old.what === 'link' && near(old, item),
    );
  const timeline = [...subject.timeline.filter(isNew), ...known.timeline].sort((a, b) => b.at - a.at).slice(0, 1_000);
  return { ...subject, timeline, journal: { ...subject.journal, lookedBackTo: known.journal.lookedBackTo } };
}

const near = (a, b) => Math.abs(a.at - b.at) < SAME_WITHIN_MS;
