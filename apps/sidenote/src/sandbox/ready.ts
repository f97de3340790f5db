import { setTimeout as wait } from 'node:timers/promises';

const answersOk = async (url: string): Promise<string | null> => {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(2000) });
    const body = await response.text();
    return response.ok ? null : `${response.status} ${body.slice(0, 500)}`;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
};

/** Resolves when `url` answers 2xx. @throws Error with its last answer when that takes longer than `withinMs` */
export async function ready(url: string, withinMs: number): Promise<void> {
  const until = Date.now() + withinMs;
  for (;;) {
    const wrong = await answersOk(url);
    if (wrong === null) return;
    if (Date.now() > until) throw new Error(`${url} is not ready after ${withinMs / 1000} s: ${wrong}`);
    await wait(100);
  }
}
