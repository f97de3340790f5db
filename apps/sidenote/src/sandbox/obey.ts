import { writeFileSync } from 'node:fs';
import { type Asked, askedIn } from './asked';
import type { Part } from './part';
import type { Processes } from './processes';

const TIMEOUT_MS = 5_000;

interface Obeying {
  sandbox: Part;
  service: Processes;
  sandboxUrl: string;
  /** Under the environment of the service: keeps the preset that was chosen. */
  envFile: string;
}

/** Does what the sandbox's page asks for, one after the other, and says when it is done. Returns a restart of the service. */
export function obey({ sandbox, service, sandboxUrl, envFile }: Obeying): () => Promise<void> {
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (deed: () => Promise<void>) => {
    const done = turn.then(deed);
    turn = done.catch(() => undefined);
    return done;
  };
  const does = async (asked: Asked) => {
    if (asked.ask === 'kill-writer') return service.kill('writer');
    writeFileSync(envFile, `NOTE_PRESET=${asked.preset}\n`);
    await service.reload();
  };
  sandbox.onLine((line) => {
    const asked = askedIn(line);
    // Where this fails a process has died, and that ends the whole run.
    if (asked)
      void inTurn(() => does(asked))
        .finally(() => tellSteady(sandboxUrl))
        .catch(() => undefined);
  });
  return () => inTurn(() => service.restart());
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
