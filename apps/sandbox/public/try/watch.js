import { ask } from './ask.js';

const SOON_MS = 120;
const MOVING_MS = 600;
const RESTING_MS = 2_500;

/** Asks where the newest action of a visit is: soon after something happened, often while it moves, seldom while nothing does. */
export class Watch {
  sessionId = null;
  #timer = null;
  /** The question under way. */
  #asking = null;
  #again = false;

  constructor(tell) {
    this.tell = tell;
    document.addEventListener('visibilitychange', () => this.soon());
  }

  of(sessionId) {
    this.sessionId = sessionId;
    void this.now();
  }

  /** Nobody is asked about any more; what is under way has its answer once this resolves, and nobody is told. */
  async rest() {
    this.sessionId = null;
    await this.#asking;
  }

  soon() {
    this.#in(SOON_MS);
  }

  async now() {
    if (this.#asking) return void (this.#again = true);
    if (this.sessionId === null || document.visibilityState !== 'visible') return;
    const whose = this.sessionId;
    this.#asking = ask('GET', `/visits/${whose}/way`).catch(() => null);
    const news = await this.#asking;
    this.#asking = null;
    if (news && whose === this.sessionId) this.tell(news);
    const moving = news && !['none', 'posted', 'buffer'].includes(news.stage);
    this.#timer = null;
    this.#in(this.#again ? SOON_MS : moving ? MOVING_MS : RESTING_MS);
    this.#again = false;
  }

  #in(ms) {
    const at = performance.now() + ms;
    if (this.#timer && this.#timer.at <= at) return;
    clearTimeout(this.#timer?.id);
    this.#timer = { at, id: setTimeout(() => void this.now(), ms) };
  }
}
