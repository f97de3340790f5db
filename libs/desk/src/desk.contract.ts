import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Desk, DeskOffer, FoundNote, NoteBody, Seen } from './desk';
import { DeskError, type DeskFailure } from './desk.error';
import { printOf, readable } from './note.print';

/** How the next call ends. */
export type Trouble =
  /** The desk answers with this status, and does nothing. */
  | { status: number }
  /** It does what was asked, and its answer does not arrive: the connection breaks, what comes is no answer of it, or nothing comes. */
  | 'answer-broken'
  | 'answer-garbled'
  | 'answer-missing';

/** A desk over HTTP with an adapter to it, as the suite plays it: what people do there, and what goes wrong, past the adapter. */
export interface DeskStage {
  /** Gives a call up after two seconds or so. */
  desk: Desk;
  /** The same adapter with a token that the desk does not know, and where nobody listens. */
  stranger: Desk;
  nowhere: Desk;
  /** Of `desk`, and in no message. */
  token: string;
  /** Ids of a conversation that is there, and of one that is not. */
  here: string;
  gone: string;
  /** Its internal notes that are not redacted, oldest first, and all that its customer sees, each as it is read. */
  notes: () => Promise<string[]>;
  customerSees: () => Promise<string[]>;
  /** Where the desk has `findNote`: a colleague writes an internal note that quotes this one. */
  quote?: (note: NoteBody) => Promise<void>;
  next: (trouble: Trouble) => Promise<void>;
  /** Requests that came, whatever became of them. */
  requests: () => Promise<number>;
  close: () => Promise<void>;
}

const LINES = ['session_id: s1', '', '[1] User clicked <b>"Pay" & go</b> — café', '[2] 1 < 2', '', 'ref q7Zx0'];
const HTML =
  '<p>session_id: s1</p><p>[1] User clicked &lt;b&gt;&quot;Pay&quot; &amp; go&lt;/b&gt; — café<br>[2] 1 &lt; 2</p><p>ref q7Zx0</p>';
const NOTE: NoteBody = { lines: LINES, html: HTML, ref: 'q7Zx0', print: printOf(LINES.join('\n')) };
const TEXT = readable(LINES.join('\n'));

/**
 * What the core believes of an adapter, sentence by sentence, over HTTP. `offers`: what the desk has beside its two calls; the sentences
 * of what it has not are left out, and that it has not is one of its own.
 */
export function testDesk(name: string, offers: readonly DeskOffer[], open: () => Promise<DeskStage>): void {
  describe(`${name} as a desk`, () => {
    let stage: DeskStage;
    beforeEach(async () => void (stage = await open()));
    afterEach(() => stage.close());

    const post = (desk = stage.desk, signal?: AbortSignal) => desk.postNote(stage.here, NOTE, signal);
    const shown = async () => (await stage.notes()).map(readable);
    /** The note of an answer, or of a look where the answer does not show it. */
    const posted = async (): Promise<FoundNote> => {
      const { value } = await post();
      return (value ?? (await stage.desk.findNote?.(stage.here, NOTE))?.value)!;
    };
    const failure = async (call: Promise<Seen<unknown>>): Promise<DeskError> => {
      const outcome = await call.catch((error: unknown) => error);
      expect(outcome).toBeInstanceOf(DeskError);
      return outcome as DeskError;
    };

    it('has what it says that it has, and can be configured', () => {
      const all: DeskOffer[] = ['findNote', 'readConversation', 'readContact', 'changedSince', 'ping'];
      expect(all.filter((offer) => stage.desk[offer] !== undefined)).toEqual(all.filter((one) => offers.includes(one)));
      expect(stage.desk.configured).toBe(true);
    });

    it('stores one internal note with one request, every word of it and no markup from outside', async () => {
      await post();
      expect(await stage.requests()).toBe(1);
      expect(await shown()).toEqual([TEXT]);
      expect((await stage.customerSees()).join(' ')).not.toContain(NOTE.ref);
    });

    it('names the note by an id of its own, in the answer or in a look', async () => {
      const [first, second] = [await posted(), (await post()).value];
      expect(first).toEqual({ noteId: expect.stringMatching(/^[\w.-]{1,128}$/), copies: [] });
      expect(second?.noteId ?? '').not.toBe(first.noteId);
    });

    it('takes the text of a note away, of that one alone, and is content where that was done', async () => {
      const { noteId } = await posted();
      await post();
      await stage.desk.redact(stage.here, noteId);
      expect(await shown()).toEqual([TEXT]);
      const again = await stage.desk.redact(stage.here, noteId).catch((error: unknown) => error);
      if (again instanceof Error) expect((again as DeskError).failure).toEqual({ is: 'absent' });
      expect(await shown()).toEqual([TEXT]);
    });

    it.each<[string, Trouble, DeskFailure]>([
      ['its budget is spent', { status: 429 }, { is: 'limited', waitMs: expect.any(Number) as number }],
      ['a gateway gave up', { status: 504 }, { is: 'unknown', over: false, ours: false }],
      ['it failed itself', { status: 500 }, { is: 'unknown', over: true, ours: false }],
      ['it may not be done', { status: 403 }, { is: 'refused' }],
      ['it cannot be done', { status: 422 }, { is: 'rejected' }],
      ['its address is another one', { status: 301 }, { is: 'credentials', everyCall: false }],
    ])('says what is certain: %s', async (_, trouble, certain) => {
      await stage.next(trouble);
      expect((await failure(post())).failure).toEqual(certain);
      expect([await stage.requests(), await shown()]).toEqual([1, []]);
    });

    it.each<Trouble>(['answer-broken', 'answer-garbled', 'answer-missing'])(
      'says that nobody knows, and does not try again by itself: %s',
      async (trouble) => {
        await stage.next(trouble);
        expect((await failure(post())).failure).toMatchObject({ is: 'unknown', ours: false });
        expect([await stage.requests(), await shown()]).toEqual([1, [TEXT]]);
      },
    );

    it('knows that nothing was sent where nobody listens', async () => {
      expect((await failure(post(stage.nowhere))).failure).toEqual({ is: 'unsent', ours: false });
    });

    it('knows its own end of a call from a failure: before it was sent, and after', async () => {
      expect((await failure(post(stage.desk, AbortSignal.abort()))).failure).toEqual({ is: 'unsent', ours: true });
      expect(await stage.requests()).toBe(0);
      await stage.next('answer-missing');
      const stop = new AbortController();
      const call = failure(post(stage.desk, stop.signal));
      while ((await stage.requests()) === 0) await nextTurn();
      stop.abort();
      expect((await call).failure).toMatchObject({ is: 'unknown', ours: true });
    });

    it('a token that is not known is refused for every call', async () => {
      expect((await failure(post(stage.stranger))).failure).toEqual({ is: 'credentials', everyCall: true });
    });

    it('a conversation that is not there is absent, for each call', async () => {
      const { desk, gone } = stage;
      for (const call of [
        () => desk.postNote(gone, NOTE),
        () => desk.redact(gone, '1'),
        ...(desk.findNote ? [() => desk.findNote!(gone, NOTE)] : []),
        ...(desk.readConversation ? [() => desk.readConversation!(gone)] : []),
      ])
        expect((await failure(call())).failure).toEqual({ is: 'absent' });
    });

    it('tells neither its token nor a word of a note in what it throws', async () => {
      const thrown: DeskError[] = [];
      for (const trouble of [{ status: 422 }, { status: 500 }, 'answer-garbled', 'answer-broken'] as const) {
        await stage.next(trouble);
        thrown.push(await failure(post()));
      }
      thrown.push(await failure(post(stage.stranger)), await failure(post(stage.nowhere)));
      for (const { message, reason } of thrown) {
        expect(reason).toMatch(/^[\w.-]{1,64}$/);
        for (const secret of [stage.token, 'Pay', NOTE.ref]) expect(`${message} ${reason}`).not.toContain(secret);
      }
    });

    if (offers.includes('findNote')) {
      it('finds a note of ours and its copies, and neither a quotation nor what is redacted', async () => {
        const find = async () => (await stage.desk.findNote!(stage.here, NOTE)).value;
        await stage.quote!(NOTE);
        expect(await find()).toBeNull();
        const { noteId } = await posted();
        await post();
        const found = (await find())!;
        expect(found).toEqual({ noteId, copies: [expect.stringMatching(/./)] });
        expect((await stage.desk.findNote!(stage.here, { ...NOTE, print: printOf('another text') })).value).toBeNull();
        for (const id of [noteId, ...found.copies]) await stage.desk.redact(stage.here, id);
        expect(await find()).toBeNull();
      });
    }

    if (offers.includes('readConversation')) {
      it('reads who takes part, and each of them', async () => {
        const { value } = await stage.desk.readConversation!(stage.here);
        expect(value).toMatchObject({ id: stage.here, state: 'open', openedAt: expect.any(Number) });
        expect(value.contactIds.length).toBeGreaterThan(0);
        for (const id of value.contactIds) expect((await stage.desk.readContact!(id)).value.id).toBe(id);
      });
    }

    if (offers.includes('changedSince')) {
      it('lists what changed since then, page by page, and ends', async () => {
        const ids: string[] = [];
        let cursor: string | null = null;
        do {
          const { value }: Awaited<ReturnType<NonNullable<Desk['changedSince']>>> = await stage.desk.changedSince!(
            Date.now() - 3_600_000,
            cursor,
          );
          ids.push(...value.items.map(({ id }) => id));
          cursor = value.next;
        } while (cursor !== null);
        expect(ids).toContain(stage.here);
        expect((await stage.desk.changedSince!(Date.now() + 3_600_000, null)).value.items).toEqual([]);
      });
    }

    if (offers.includes('ping')) {
      it('answers a ping that stores nothing', async () => {
        await stage.desk.ping!(null);
        await stage.desk.ping!(stage.here);
        expect(await shown()).toEqual([]);
        expect((await failure(stage.stranger.ping!(null))).failure).toEqual({ is: 'credentials', everyCall: true });
      });
    }
  });
}
