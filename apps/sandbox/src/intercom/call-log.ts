/** One call of Intercom's API. Times are Unix milliseconds; `status` is null while it runs and 0 where it got no answer. */
export interface Call {
  at: number;
  endedAt: number | null;
  method: string;
  path: string;
  operation: string;
  status: number | null;
  conversationId: string | null;
  fault: string | null;
}

const KEPT = 20_000;

/** The last 20,000 calls, and counts of all of them. */
export class CallLog {
  calls: Call[] = [];
  total = 0;
  count429 = 0;
  byOperation: Record<string, number> = {};

  begin(call: Pick<Call, 'method' | 'path' | 'operation' | 'conversationId'>): Call {
    const entry: Call = { ...call, at: Date.now(), endedAt: null, status: null, fault: null };
    this.total += 1;
    this.byOperation[call.operation] = (this.byOperation[call.operation] ?? 0) + 1;
    this.calls.push(entry);
    if (this.calls.length > KEPT * 1.1) this.calls = this.calls.slice(-KEPT);
    return entry;
  }

  end(call: Call, status: number): void {
    call.status = status;
    call.endedAt = Date.now();
    if (status === 429) this.count429 += 1;
  }

  clear(): void {
    this.calls = [];
    this.total = 0;
    this.count429 = 0;
    this.byOperation = {};
  }
}
