/** Asks the sandbox; what it answers, or an error with what it says. */
export async function ask(method, path, body) {
  const answer = await fetch(`/try${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${method} ${path} was answered with ${answer.status}`);
  return answer.json();
}
