/** Whatever Redis does, a request is answered within this, in milliseconds: Intercom waits 5 s and counts slow answers against us. */
export const ANSWER_WITHIN_MS = 2500;

/** `work`, or a rejection after `ms`. The work is not cancelled: what it does after that is repeated by the sender's next delivery, harmlessly. */
export async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
