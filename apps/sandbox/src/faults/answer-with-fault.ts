import type { Response } from 'express';
import { type Answer, send } from '../http/answer';
import type { Pauses } from '../http/pauses';
import type { Fault } from './faults';

export interface FaultyCall {
  res: Response;
  fault: Fault | undefined;
  pauses: Pauses;
  /** Does the work; not called at all by the faults that strike before it. */
  work: () => Answer;
  /** The error body that this API gives with a status. */
  errorBody: (status: number) => unknown;
  /** Changes the answer for the kinds of fault that only this API knows. */
  distort: (answer: Answer, fault: Fault) => Answer;
}

/** Answers one call, well or as the fault says. Returns the status that was sent, 0 = none. */
export async function answerWithFault(call: FaultyCall): Promise<number> {
  const { res, fault } = call;
  if (fault?.kind === 'slow' && !(await call.pauses.wait(fault.ms ?? 1000))) return 0;
  if (!fault || fault.kind === 'slow') return send(res, call.work());
  const failure = (): Answer => {
    const status = fault.status ?? 500;
    return { status, body: fault.body ?? call.errorBody(status) };
  };
  switch (fault.kind) {
    case 'status':
      return send(res, failure());
    case 'reset-before-store':
      return reset(res);
    case 'reset-after-store':
      call.work();
      return reset(res);
    case 'timeout-after-store':
      call.work();
      return 0;
    case 'status-after-store':
      call.work();
      return send(res, failure());
    case 'status-before-late-store':
      // As behind a gateway that gave up: the server carries the call out all the same.
      void call.pauses.wait(fault.ms ?? 1000).then((goesOn) => goesOn && call.work());
      return send(res, failure());
    case 'not-json-after-store':
      call.work();
      res
        .status(fault.status ?? 200)
        .type('html')
        .send(typeof fault.body === 'string' ? fault.body : NOT_JSON);
      return res.statusCode;
    case 'stall-body-after-store':
      return stallBody(res, call.work());
    default:
      return send(res, call.distort(call.work(), fault));
  }
}

const NOT_JSON = '<html><head><title>502</title></head><body><center><h1>Bad Gateway</h1></center></body></html>';

function reset(res: Response): number {
  res.socket?.resetAndDestroy();
  return 0;
}

/** Head and the first half of the body, then silence on an open connection. */
function stallBody(res: Response, answer: Answer): number {
  const body = Buffer.from(JSON.stringify(answer.body));
  res.writeHead(answer.status, { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': body.length });
  res.write(body.subarray(0, Math.floor(body.length / 2)));
  return answer.status;
}
