import { type Asked, askedIn } from './asked';
import type { Part } from './part';
import type { Processes } from './processes';

const TIMEOUT_MS = 5_000;

/** Does what the sandbox's page asks for, one after the other, and says when it is done. Returns a restart that keeps the preset. */
export function obey(sandbox: Part, service: Processes, sandboxUrl: string): () => Promise<void> {
  let chosen: Record<string, string> = {};
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (deed: () => Promise<void>) => {
    const done = turn.then(deed);
    turn = done.catch(() => undefined);
    return done;
  };
  const does = async (asked: Asked) => {
    if (asked.ask === 'preset') chosen = { NOTE_PRESET: asked.preset };
    await (asked.ask === 'preset' ? service.restart(chosen) : service.kill('writer', chosen));
  };
  sandbox.onLine((line) => {
    const asked = askedIn(line);
    // Where a restart fails the process has died, and that ends the whole run.
    if (asked)
      void inTurn(() => does(asked))
        .finally(() => tellSteady(sandboxUrl))
        .catch(() => undefined);
  });
  return () => inTurn(() => service.restart(chosen));
}

async function tellSteady(sandboxUrl: string): Promise<void> {
  const answer = await fetch(`${sandboxUrl}/control/service`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{"steady":true}',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await answer.body?.cancel();
}
