import { createHash } from 'node:crypto';
import { actionsFrame } from '../autoplay/frame';
import type { Contact } from '../intercom/model';
import { sessionId } from '../visitors/session-id';
import type { World } from '../world';
import { readNote } from './note-reading';
import { Visit } from './visit';
import type { Happening } from './wording';

const MOST_VISITS = 500;
const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Everybody who is in the shop with a browser of their own, each as the session that their browser keeps. */
export class Visits {
  private readonly all = new Map<string, Visit>();
  private readonly sending = new Set<Visit>();

  /** `steady` resolves when the service is not being restarted: what is done meanwhile waits. */
  constructor(
    private readonly world: World,
    private readonly steady: () => Promise<void>,
  ) {
    world.feed.listen((event) => {
      if (event.name === 'part') this.count(event.data.conversationId, event.data.part);
      if (event.name === 'reset') this.all.clear();
    });
  }

  /** The visit of that session; a session that only the browser remembers goes on, and without one a new one begins. */
  enter(known: string | null): Visit {
    const id = known !== null && UUID_V7.test(known) ? known : sessionId();
    const visit = this.all.get(id) ?? new Visit(id);
    this.all.set(id, visit);
    const [oldest] = this.all.keys();
    if (this.all.size > MOST_VISITS && oldest !== undefined) this.all.delete(oldest);
    return visit;
  }

  find(id: string): Visit | null {
    return this.all.get(id) ?? null;
  }

  /** Written down at once, sent with what else is done within the next moments. */
  record(visit: Visit, happenings: Happening[]): void {
    for (const happening of happenings) visit.add(happening);
    if (visit.unsent > 0 && !this.sending.has(visit)) void this.send(visit);
  }

  private async send(visit: Visit): Promise<void> {
    this.sending.add(visit);
    const { pauses, settings, subscribers, connector } = this.world;
    await pauses.wait(settings.shopBatchMs);
    await this.steady();
    const heard = await subscribers.someone(pauses.signal);
    this.sending.delete(visit);
    if (!heard) return;
    const { userId = null, email = null } = visit.person ?? {};
    const sender = { productId: settings.productId, sessionId: visit.sessionId, userId, email };
    connector.send(actionsFrame(sender, visit.take(Date.now())));
  }

  /** From now on the session is this person's; a lead who has asked already becomes a user. */
  signIn(visit: Visit, email: string, name: string): void {
    const number = createHash('sha256').update(email.toLowerCase()).digest().readUInt32BE(0) % 90_000;
    visit.person = { userId: `usr_${10_000 + number}`, email, name };
    const facts = { external_id: visit.person.userId, email, name, role: 'user' as const };
    const { workspace, desk } = this.world;
    const known = [...workspace.contacts.values()].find((contact) => contact.external_id === visit.person?.userId);
    const lead = visit.contactId === null ? undefined : workspace.contacts.get(visit.contactId);
    if (!known && lead) desk.introduce(lead, facts);
    else if (visit.conversation && known) desk.handOver(visit.conversation, known);
    visit.contactId = known?.id ?? lead?.id ?? workspace.addContact(facts).id;
  }

  /** The first message begins the conversation; a lead's carries the session, a user is found by their id. */
  async say(visit: Visit, text: string): Promise<void> {
    await this.steady();
    const { workspace, desk } = this.world;
    const before = visit.conversation;
    if (before && workspace.conversations.has(before.id)) {
      desk.contactReplies(before, text);
      return;
    }
    const contact = this.contactOf(visit);
    const customAttributes = visit.person ? {} : { posthog_session_id: visit.sessionId };
    visit.askedAt = Date.now();
    visit.conversation = desk.open({ contact, body: text, customAttributes, url: visit.url });
  }

  /** Forgets the visit with its conversation, and begins a new one. */
  startOver(visit: Visit): Visit {
    const { conversation } = visit;
    if (conversation && this.world.workspace.conversations.has(conversation.id))
      this.world.desk.remove(conversation, true);
    this.all.delete(visit.sessionId);
    return this.enter(null);
  }

  private contactOf(visit: Visit): Contact {
    const { workspace } = this.world;
    const known = visit.contactId === null ? undefined : workspace.contacts.get(visit.contactId);
    const contact = known ?? workspace.addContact({ role: 'lead', external_id: visit.sessionId });
    visit.contactId = contact.id;
    return contact;
  }

  private count(conversationId: string, part: Record<string, unknown>): void {
    if (part['part_type'] !== 'note' || typeof part['body'] !== 'string') return;
    const visit = [...this.all.values()].find(({ conversation }) => conversation?.id === conversationId);
    visit?.tally.stored(readNote(part['body']), Date.now());
  }
}
