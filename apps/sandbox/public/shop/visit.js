const KEY = 'northwind.session';

async function ask(method, path, body) {
  const answer = await fetch(`/try/visits${path}`, {
    method,
    keepalive: true,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}`);
  return answer.json();
}

/** This browser's visit of the shop: its session is kept here, all else in the sandbox. Tells `change` when it is another. */
class Visit extends EventTarget {
  sessionId = null;
  person = null;
  conversationId = null;
  messages = [];

  enter = async () => this.#is(await ask('POST', '', { sessionId: localStorage.getItem(KEY) }));
  look = async () => this.#is(await ask('GET', this.#own()));
  signIn = async (email, name) => this.#is(await ask('POST', this.#own('/sign-in'), { email, name }));
  say = async (text) => this.#is(await ask('POST', this.#own('/messages'), { text }));
  startOver = async () => {
    this.conversationId = null;
    this.#is(await ask('DELETE', this.#own()));
  };
  tell = (happenings) => ask('POST', this.#own('/actions'), { happenings });

  #own(rest = '') {
    return `/${this.sessionId}${rest}`;
  }

  #is(news) {
    const changed = JSON.stringify([this.person, this.sessionId]) !== JSON.stringify([news.person, news.sessionId]);
    Object.assign(this, news);
    localStorage.setItem(KEY, this.sessionId);
    this.dispatchEvent(new CustomEvent('change', { detail: { who: changed } }));
  }
}

export const visit = new Visit();
