/** One question to the summariser. `prompt` is all of its messages' text. */
export interface CompletionCall {
  at: number;
  endedAt: number | null;
  status: number | null;
  prompt: string;
  model: unknown;
  temperature: unknown;
  max_tokens: unknown;
}

const KEPT = 2_000;

/** The last 2,000 questions. */
export class CompletionLog {
  calls: CompletionCall[] = [];

  begin(prompt: string, body: unknown): CompletionCall {
    const given = (body ?? {}) as Record<string, unknown>;
    const { model, temperature } = given;
    const max_tokens = given['max_tokens'] ?? given['max_completion_tokens'];
    const call: CompletionCall = {
      at: Date.now(),
      endedAt: null,
      status: null,
      prompt,
      model,
      temperature,
      max_tokens,
    };
    this.calls.push(call);
    if (this.calls.length > KEPT * 1.1) this.calls = this.calls.slice(-KEPT);
    return call;
  }

  end(call: CompletionCall, status: number): void {
    call.status = status;
    call.endedAt = Date.now();
  }

  clear(): void {
    this.calls = [];
  }
}
