import type { IncomingHttpHeaders } from 'node:http';
import { errors, type Dispatcher } from 'undici';

/** A conversation of 500 parts of 5,000 characters fits with room to spare. The dispatcher stops reading there. */
export const MAX_BODY_BYTES = 10 * 1024 * 1024;

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  /** Null: longer than `MAX_BODY_BYTES`, or of a refusal (whose status alone decides) and broken off. */
  text: string | null;
}

/** Why an exchange was given up by ourselves; `sent`: whether any of the request may have left. */
export class Stopped extends Error {
  constructor(
    readonly why: 'timeout' | 'aborted',
    readonly sent: boolean,
  ) {
    super(why);
  }
}

/**
 * One HTTP exchange, from connecting to the last byte of the answer, within `timeoutMs`. Rejects with `Stopped`, or with what undici
 * tells of a connection that failed.
 */
export async function exchange(
  dispatcher: Dispatcher,
  request: Dispatcher.DispatchOptions,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Answer> {
  const reader = new AnswerReader();
  const abort = () => reader.stop('aborted');
  const timer = setTimeout(() => reader.stop('timeout'), timeoutMs);
  signal?.addEventListener('abort', abort, { once: true });
  try {
    dispatcher.dispatch(request, reader);
    return await reader.answer;
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', abort);
  }
}

class AnswerReader implements Dispatcher.DispatchHandler {
  private readonly settle = Promise.withResolvers<Answer>();
  readonly answer = this.settle.promise;
  private controller: Dispatcher.DispatchController | undefined;
  private stopped: Stopped | undefined;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private readonly chunks: Buffer[] = [];

  stop(why: Stopped['why']): void {
    // The controller comes with the connection, directly before the request is written.
    this.stopped = new Stopped(why, this.controller !== undefined);
    this.controller?.abort(this.stopped);
    this.fail(this.stopped);
  }

  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.stopped) controller.abort(this.stopped);
  }

  /** Informational answers come before the one that counts. */
  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    this.status = status;
    this.headers = headers;
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    this.end(Buffer.concat(this.chunks).toString('utf8'));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(error);
  }

  private fail(error: Error): void {
    // An answer is never turned into an ambiguous failure: the status of a refusal stands, however its body ends.
    const refused = this.status >= 300;
    if (refused || error instanceof errors.ResponseExceededMaxSizeError) this.end(null);
    else this.settle.reject(error);
  }

  private end(text: string | null): void {
    this.settle.resolve({ status: this.status, headers: this.headers, text });
  }
}
