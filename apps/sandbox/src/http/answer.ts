import type { Response } from 'express';

/** What an operation wants to say, before faults have their way with it. */
export interface Answer {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

export function send(res: Response, answer: Answer): number {
  if (res.destroyed || res.headersSent) return 0;
  res
    .status(answer.status)
    .set(answer.headers ?? {})
    .json(answer.body);
  return answer.status;
}
