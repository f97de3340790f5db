import { randomUUID } from 'node:crypto';
import { COLLEAGUE } from '../intercom/admins';
import { typedHtml } from '../intercom/bodies';
import type { Contact, StoredConversation } from '../intercom/model';
import { seededChance } from '../seeded-chance';
import type { World } from '../world';
import { type Shopper, SHOPPERS } from './shoppers';
import { Walk } from './walk';

/** So many shoppers at a time; their pauses add up to something new every second or two. */
const LANES = 3;
const MOST_CONVERSATIONS = 60;
const LANE_GAP_MS = 15_000;
/** From payload to payload at a person's pace; who is about to ask for help is quicker. */
const FIRST_GAP_MS = 2_500;
const GAP_MS = 4_500;

/** The shoppers who browse by themselves, for as long as somebody reads the stream; without a reader they wait. */
export class Visitors {
  private readonly chance: () => number;
  private readonly known = new Map<Shopper, { contact: Contact; conversation: StoredConversation | null }>();
  private next = 0;

  /** `pace` scales every pause: 1 is for people to watch, 0.01 for tests. */
  constructor(
    private readonly world: World,
    private readonly pace = 1,
  ) {
    this.chance = seededChance(world.seed);
  }

  /** Returns when the sandbox closes. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: LANES }, (_, lane) => this.lane(lane)));
  }

  private async lane(lane: number): Promise<void> {
    if (!(await this.reader())) return;
    if (lane > 0 && !(await this.pause(lane * LANE_GAP_MS))) return;
    while (await this.reader()) {
      const shopper = SHOPPERS[this.next++ % SHOPPERS.length];
      if (shopper) await this.visit(shopper);
      if (!(await this.pause(2_000 + this.chance() * 4_000))) return;
    }
  }

  /** One visit: look around, ask, go on past the twentieth action, get an answer, say something, leave. */
  private async visit(shopper: Shopper): Promise<void> {
    const known = this.introduce(shopper);
    const { userId, email } = shopper;
    const walk = new Walk({ userId, email }, this.world.settings.productId, shopper.does, this.chance);
    if (!(await this.click(walk, 4, FIRST_GAP_MS))) return;
    const { conversation, isNew } = this.ask(shopper, known, walk);
    for (let round = 0; round < (isNew ? 2 : 1); round += 1) {
      if (!(await this.click(walk, walk.actionsDone + 5 + Math.floor(this.chance() * 3), GAP_MS))) return;
      this.answer(conversation, shopper.answers[round] ?? 'Happy to help.');
      if (!(await this.click(walk, walk.actionsDone + 4 + Math.floor(this.chance() * 3), GAP_MS))) return;
      const reply = shopper.replies[round];
      if (isNew && reply && this.isThere(conversation)) this.world.desk.contactReplies(conversation, reply);
    }
    if (!(await this.click(walk, walk.actionsDone + 2, GAP_MS))) return;
    if (!isNew && this.isThere(conversation)) this.world.desk.adminMoves(conversation, 'closed', COLLEAGUE.id);
  }

  private introduce(shopper: Shopper): { contact: Contact; conversation: StoredConversation | null } {
    const { workspace } = this.world;
    const known = this.known.get(shopper);
    if (known && workspace.contacts.has(known.contact.id)) return known;
    const { name, email, userId } = shopper;
    const contact = workspace.addContact({
      name,
      email,
      external_id: userId ?? randomUUID(),
      role: userId === null ? 'lead' : 'user',
    });
    const introduced = { contact, conversation: null };
    this.known.set(shopper, introduced);
    return introduced;
  }

  /** Who has asked before comes back to the same conversation, once; then the next question is a new one. */
  private ask(shopper: Shopper, known: { contact: Contact; conversation: StoredConversation | null }, walk: Walk) {
    const { desk } = this.world;
    const before = known.conversation;
    if (before && this.isThere(before)) {
      known.conversation = null;
      if (shopper.userId === null) before.customAttributes['posthog_session_id'] = walk.sessionId;
      desk.contactReplies(before, shopper.comesBackWith);
      return { conversation: before, isNew: false };
    }
    this.tidy();
    const customAttributes = shopper.userId === null ? { posthog_session_id: walk.sessionId } : {};
    const conversation = desk.open({ contact: known.contact, body: shopper.opening, customAttributes, url: walk.url });
    known.conversation = conversation;
    return { conversation, isNew: true };
  }

  /** The oldest conversation goes when there are too many to look at. */
  private tidy(): void {
    const { conversations } = this.world.workspace;
    const [oldest] = conversations.values();
    if (oldest && conversations.size >= MOST_CONVERSATIONS) this.world.desk.remove(oldest, false);
  }

  private answer(conversation: StoredConversation, words: string): void {
    if (this.isThere(conversation))
      this.world.desk.adminWrites(conversation, 'comment', typedHtml(words), COLLEAGUE.id);
  }

  private isThere(conversation: StoredConversation): boolean {
    return this.world.workspace.conversations.get(conversation.id) === conversation;
  }

  /** Clicks on until the session has so many actions, one to three at a time. False: the sandbox closes. */
  private async click(walk: Walk, until: number, gapMs: number): Promise<boolean> {
    while (walk.actionsDone < until) {
      if (!(await this.reader())) return false;
      const count = Math.min(until - walk.actionsDone, 1 + Math.floor(this.chance() * 3));
      this.world.connector.send(walk.payload(count));
      if (!(await this.pause(gapMs * (0.6 + this.chance() * 0.9)))) return false;
    }
    return true;
  }

  private pause(ms: number): Promise<boolean> {
    return this.world.pauses.wait(Math.max(1, ms * this.pace));
  }

  /** Waits for a reader of the stream. False: the sandbox closes first. */
  private reader(): Promise<boolean> {
    return this.world.subscribers.someone(this.world.pauses.signal);
  }
}
