/** What this page asks of the service. Addresses are relative: a proxy may show it anywhere. */
const BASE = new URL('../api/', document.baseURI);

async function ask(path, options = {}) {
  const answer = await fetch(new URL(path, BASE), { ...options, headers: { 'X-Sidenote': 'page' } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.message ?? `HTTP ${answer.status}`);
  return body;
}

export const overview = () => ask('overview');

export const explain = (id, after) =>
  ask(`explain/${encodeURIComponent(id)}${after ? `?after=${encodeURIComponent(after)}` : ''}`);

export const texts = (sessionKey) => ask(`sessions/${encodeURIComponent(sessionKey)}/texts`);

export const samples = () => ask('preview/samples');

/** @param kind `samples` or `sessions` */
export const preview = (kind, id, preset) =>
  ask(`preview/${kind}/${encodeURIComponent(id)}?preset=${encodeURIComponent(preset)}`);

/** @param what `mute` or `unmute`, or `unlink` or `link` of a session */
export const correct = (conversation, what, sessionKey) =>
  ask(
    `conversations/${encodeURIComponent(conversation)}${sessionKey ? `/sessions/${encodeURIComponent(sessionKey)}` : ''}/${what}`,
    { method: 'POST' },
  );

export const sendAgain = (ref) => ask(`dead-letters/${encodeURIComponent(ref)}/send-again`, { method: 'POST' });
