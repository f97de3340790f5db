import type { IncomingHttpHeaders } from 'node:http';
import type { ConversationState } from '@app/contracts';
import type { ConversationContact } from '@app/conversations';
import type { Signer } from './signature';

/** What a webhook says. */
export interface DeskNotice {
  /** By which one that comes twice is known; null where the desk gives none. */
  id: string | null;
  /** The desk's own name of what happened, at most 100 characters. */
  topic: string;
  /** `writes`: the customer did, so the session may be linked; `state`: no more than that; `gone`: the person is to be forgotten. */
  means: 'writes' | 'state' | 'gone' | 'nothing';
  /** Of the workspace of this deployment, as far as it is known. */
  ours: boolean;
  conversationId: string | null;
  state: ConversationState | null;
  /** Unix ms at which the conversation had that state. */
  stateAt: number;
  /** The person who wrote, or who is gone; null when nobody can be told apart. */
  contact: ConversationContact | null;
  /** Session id that somebody wrote on the conversation. */
  sessionId: string | null;
}

/** What comes in from the help desk: whether it is the desk's, and what it says. Nothing here waits, calls or throws. */
export abstract class DeskWebhooks {
  /** Path of the public door that webhooks come to. */
  abstract readonly path: string;
  /** What is said to who sends what nobody signed that we know, and what is no webhook at all. */
  abstract readonly refusals: { readonly unsigned: string; readonly unreadable: string };
  /** Topics that are known by name; others are counted together. */
  abstract readonly topics: readonly string[];

  /** Who signed exactly these bytes, for a webhook or for the panel; null: nobody that we know. */
  abstract signerOf(door: 'webhook' | 'panel', raw: Buffer, headers: IncomingHttpHeaders): Signer | null;

  /** Of any shape; null for what is no webhook at all. */
  abstract read(body: unknown): DeskNotice | null;
}

/** Of a desk whose webhooks nobody reads (yet): all that comes in is a stranger's. */
export class NoWebhooks extends DeskWebhooks {
  readonly path: string = '/webhooks/desk';
  readonly refusals = { unsigned: 'this desk has no webhooks', unreadable: 'this desk has no webhooks' };
  readonly topics: readonly string[] = [];

  signerOf(): Signer | null {
    return null;
  }

  read(): DeskNotice | null {
    return null;
  }
}
