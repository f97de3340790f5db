import { randomUUID } from 'node:crypto';

export const FAULT_TARGETS = ['reply', 'redact', 'get', 'me', 'search', 'openai', 'stream', 'any'] as const;
export const FAULT_KINDS = [
  'status',
  'timeout-after-store',
  'reset-after-store',
  'reset-before-store',
  'status-after-store',
  'status-before-late-store',
  'slow',
  'stall-body-after-store',
  'not-json-after-store',
  'no-part-after-store',
  'foreign-part-last',
  'empty-completion',
  'refusal',
  'answer',
] as const;
export type FaultTarget = (typeof FAULT_TARGETS)[number];
export type FaultKind = (typeof FAULT_KINDS)[number];

/** A failure on demand. `any` is every call of Intercom's and OpenAI's API, not the stream. */
export interface Fault {
  id: string;
  target: FaultTarget;
  kind: FaultKind;
  /** HTTP status of `status`, `status-after-store` and `status-before-late-store`; 500 where it is not given. */
  status?: number;
  /** Milliseconds of `slow`, and from the answer to the work of `status-before-late-store`; 1,000 where it is not given. */
  ms?: number;
  /** Of a failure; of `answer`, what the LLM says. */
  body?: unknown;
  /** How often it still strikes; -1 = until it is removed. */
  times: number;
  probability: number;
  match?: { conversationId?: string };
}

export class Faults {
  private readonly faults = new Map<string, Fault>();

  constructor(private readonly chance: () => number) {}

  add(fault: Omit<Fault, 'id'>): string {
    const id = randomUUID();
    this.faults.set(id, { ...fault, id });
    return id;
  }

  remove(id: string): boolean {
    return this.faults.delete(id);
  }

  clear(): void {
    this.faults.clear();
  }

  list(): Fault[] {
    return [...this.faults.values()];
  }

  /** The oldest fault that strikes this call, counted as used; a fault that misses by its probability is not. */
  take(target: FaultTarget, conversationId: string | null = null): Fault | undefined {
    for (const fault of this.faults.values()) {
      if (fault.target !== target && (fault.target !== 'any' || target === 'stream')) continue;
      if (fault.match?.conversationId !== undefined && fault.match.conversationId !== conversationId) continue;
      if (this.chance() >= fault.probability) continue;
      if (fault.times > 0 && --fault.times === 0) this.faults.delete(fault.id);
      return fault;
    }
    return undefined;
  }
}
