import { Injectable } from '@nestjs/common';
import { SessionConnection } from './session.connection';

/** Which parts may be redacted: only those that were recorded as ours. */
@Injectable()
export class RedactionStore {
  constructor(private readonly connection: SessionConnection) {}

  /** By what is recorded; `dropped`: it was pending, and REDACT is off. `''` as session key: an erasure's. */
  async redactable(sessionKey: string, partId: string, conversationId: string): Promise<'yes' | 'dropped' | 'unknown'> {
    const answer = await this.connection.run('redactable', sessionKey, partId, conversationId);
    return answer === 1 ? 'yes' : answer === 0 ? 'dropped' : 'unknown';
  }

  redacted = (sessionKey: string, partId: string): Promise<void> => this.connection.run('redacted', sessionKey, partId);

  /** Whether an erasure waits for this part to be redacted. */
  async owes(partId: string): Promise<boolean> {
    const { redis, prefix } = this.connection;
    return (await redis.hexists(`${prefix}:owed`, partId)) === 1;
  }
}
