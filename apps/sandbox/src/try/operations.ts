/** What the strip needs of the service's own answer about a conversation or a session. */
export interface Explained {
  sessions: {
    sessionId: string;
    conversationId: string | null;
    actions: { arrived: number; buffered: number };
    intent: { tries: number } | null;
    generation: number | null;
    dueAt: number | null;
    waitUntil: number | null;
  }[];
  paused: string | null;
}

export interface OperationsAccess {
  /** `http://host:port` of the operations door, as this process reaches it. */
  url: string;
  password: string;
}

const TIMEOUT_MS = 2_000;

/** The service's operations API, asked with a password that no browser gets to see. */
export class Operations {
  constructor(private readonly access: OperationsAccess | null) {}

  get isThere(): boolean {
    return this.access !== null;
  }

  /** Null: it cannot be asked, or did not answer. */
  async explain(id: string): Promise<Explained | null> {
    if (!this.access) return null;
    const { url, password } = this.access;
    const authorization = `Basic ${Buffer.from(`sidenote:${password}`).toString('base64')}`;
    try {
      const answer = await fetch(`${url}/api/explain/${encodeURIComponent(id)}`, {
        headers: { authorization },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      return answer.ok ? ((await answer.json()) as Explained) : null;
    } catch {
      return null;
    }
  }
}
