import type { ConversationPart } from '@app/contracts';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { noteOf, type Note } from '../support/sandbox';

interface Seen extends Note {
  conversationId: string;
}

/** What the settings of a deployment let happen. */
export interface Contract {
  /** SUMMARY_THRESHOLD; Infinity: no summaries. */
  threshold: number;
  /** A summary covers the one before it, too. */
  rolling: boolean;
}

const RECIPE: Contract = { threshold: 20, rolling: false };

export interface Verdict {
  sent: number;
  posted: number;
  lost: number;
  doubled: number;
  disordered: number;
  wronglyRedacted: number;
  inFlightTogether: number;
  summaries: number;
  /** Beyond one per so many actions of a conversation as make one due; rolling ones: also those that stand beside another. */
  summariesTooMany: number;
  /** Conversations in which so many actions as make a summary due were left without one. */
  uncovered: number;
  redacted: number;
  /** Notes about what led to a question. */
  linkNotes: number;
  /** Those of them that are blank without a standing copy: a summary never covers them. */
  linkNotesGone: number;
}

/** Follows the sandbox's feed of events: it saw every note as it was posted, also those that are tombstones now. */
export class Witness {
  private constructor(private readonly contract: Contract) {}

  readonly notes: Seen[] = [];
  readonly redactions: { conversationId: string; partId: string }[] = [];
  private readonly stop = new AbortController();
  private following: Promise<void> = Promise.resolve();

  static async attend(url: string, contract: Contract = RECIPE): Promise<Witness> {
    const witness = new Witness(contract);
    const response = await fetch(`${url}/control/events`, { signal: witness.stop.signal });
    witness.following = witness.follow(response.body!).catch((error: Error) => {
      if (error.name !== 'AbortError') throw error;
    });
    return witness;
  }

  async dismiss(): Promise<void> {
    this.stop.abort();
    await this.following;
  }

  /** Where each of what is lost, doubled or out of order stands: what a red verdict is read with. */
  evidence(sent: Map<string, string[]>): string[] {
    return [...sent].flatMap(([conversationId, texts]) => {
      const [wanted, found] = [countsOf(texts), countsOf(this.linesOf(conversationId))];
      const amiss = [...new Set([...texts, ...found.keys()])].filter((text) => wanted.get(text) !== found.get(text));
      const gone = new Set(this.redactions.map(({ partId }) => partId));
      const places = (text: string) =>
        this.notes
          .filter((note) => note.conversationId === conversationId && note.actions.includes(text))
          .map(({ id, ref, actions }) => `${id}${gone.has(id) ? ' (redacted)' : ''} ${ref} of ${actions.length}`);
      return amiss.map((text) => `${conversationId} "${text}": ${places(text).join(', ') || 'nowhere'}`);
    });
  }

  /** Texts of the actions that are in notes of these conversations and not in a duplicate that was redacted as such. */
  linesOf(conversationId: string): string[] {
    return this.standing(conversationId).flatMap((note) => note.actions);
  }

  /**
   * Compares what was sent (per conversation, in order) with what was posted. A copy of a note that Sidenote found and redacted
   * (same ref) is no double: the reader sees it once.
   */
  verdict(
    sent: Map<string, string[]>,
    calls: { operation: string; conversationId: string | null; at: number; endedAt: number | null }[],
    led: ReadonlyMap<string, number> = new Map(),
  ): Verdict {
    const verdict: Verdict = {
      sent: 0,
      posted: 0,
      lost: 0,
      doubled: 0,
      disordered: 0,
      wronglyRedacted: 0,
      inFlightTogether: 0,
      summaries: 0,
      summariesTooMany: 0,
      uncovered: 0,
      redacted: this.redactions.length,
      linkNotes: 0,
      linkNotesGone: 0,
    };
    for (const [conversationId, texts] of sent) {
      const posted = this.linesOf(conversationId);
      const [wanted, found] = [countsOf(texts), countsOf(posted)];
      verdict.sent += texts.length;
      verdict.posted += posted.length;
      for (const [text, count] of wanted) verdict.lost += Math.max(0, count - (found.get(text) ?? 0));
      for (const [text, count] of found) verdict.doubled += Math.max(0, count - (wanted.get(text) ?? 0));
      const places = posted.map((text) => texts.indexOf(text));
      for (let i = 1; i < places.length; i++) if (places[i]! < places[i - 1]!) verdict.disordered += 1;
      const notes = this.standing(conversationId);
      const { threshold, rolling } = this.contract;
      const gone = new Set(this.redactions.map(({ partId }) => partId));
      const summaries = notes.filter((note) => note.isSummary);
      verdict.summaries += summaries.length;
      const kept = new Set(texts.slice(0, led.get(conversationId) ?? 0));
      const counted = texts.length - kept.size;
      verdict.summariesTooMany += Math.max(0, summaries.length - Math.floor(counted / threshold));
      if (rolling) verdict.summariesTooMany += Math.max(0, summaries.filter(({ id }) => !gone.has(id)).length - 1);
      const linkNotes = notes.filter((note) => note.actions.some((text) => kept.has(text)));
      verdict.linkNotes += linkNotes.length;
      verdict.linkNotesGone += linkNotes.filter((note) => gone.has(note.id)).length;
      const standing = notes.filter((note) => !gone.has(note.id)).flatMap((note) => note.actions);
      // Rolling: the newest note at the time of the last summary stays beside it.
      const left = rolling
        ? (notes.find((note) => !gone.has(note.id) && note.actions.some((text) => !kept.has(text)))?.actions.length ??
          0)
        : 0;
      const plain = standing.filter((text) => !kept.has(text)).slice(left);
      if (plain.length >= threshold) verdict.uncovered += 1;
      verdict.inFlightTogether += overlaps(
        calls.filter((call) => call.operation === 'reply' && call.conversationId === conversationId),
      );
    }
    verdict.wronglyRedacted = this.redactions.filter((redaction) => !this.mayBeRedacted(redaction)).length;
    return verdict;
  }

  /** A redaction is right when its note was posted by us and a summary, or another copy of it, came before. */
  private mayBeRedacted({ conversationId, partId }: { conversationId: string; partId: string }): boolean {
    const notes = this.notes.filter((note) => note.conversationId === conversationId);
    const note = notes.find(({ id }) => id === partId);
    if (!note) return false;
    const copied = notes.some((other) => other.ref === note.ref && other.id !== note.id);
    const covered = notes.some((other) => other.isSummary && notes.indexOf(other) > notes.indexOf(note));
    return copied || (covered && (this.contract.rolling || !note.isSummary));
  }

  private standing(conversationId: string): Seen[] {
    const seen = new Set<string>();
    const gone = new Set(this.redactions.map(({ partId }) => partId));
    const notes = this.notes.filter((note) => note.conversationId === conversationId);
    const copies = (note: Seen) => notes.filter((other) => other.ref === note.ref).length > 1;
    return notes.filter((note) => {
      if (copies(note) && gone.has(note.id) && notes.some((o) => o.ref === note.ref && !gone.has(o.id))) return false;
      if (copies(note) && gone.has(note.id) && seen.has(note.ref)) return false;
      seen.add(note.ref);
      return true;
    });
  }

  private async follow(body: ReadableStream<Uint8Array>): Promise<void> {
    let text = '';
    const decoder = new TextDecoder();
    for await (const chunk of body) {
      text += decoder.decode(chunk, { stream: true });
      const events = text.split('\n\n');
      text = events.pop() ?? '';
      for (const event of events) this.hear(event);
    }
  }

  private hear(event: string): void {
    const name = /^event: (.*)$/m.exec(event)?.[1];
    const data = /^data: (.*)$/m.exec(event)?.[1];
    if (!data || (name !== 'part' && name !== 'redaction')) return;
    const { conversationId, part } = JSON.parse(data) as { conversationId: string; part: ConversationPart };
    if (name === 'redaction') this.redactions.push({ conversationId, partId: part.id });
    else if (part.part_type === 'note' && part.author.id === SANDBOX_CREDENTIALS.adminId)
      this.notes.push({ ...noteOf(part), conversationId });
  }
}

export function countsOf(texts: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return counts;
}

/** How many calls of one conversation began while another was still running. */
function overlaps(calls: { at: number; endedAt: number | null }[]): number {
  const sorted = [...calls].sort((a, b) => a.at - b.at);
  return sorted.filter((call, i) => i > 0 && sorted[i - 1]!.endedAt !== null && call.at < sorted[i - 1]!.endedAt!)
    .length;
}
