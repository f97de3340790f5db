import { randomUUID } from 'node:crypto';
import { emailKeyOf, sessionKeyOf, userKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { everything } from '../support/everything';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

interface Report {
  finished: boolean;
  passes: number;
  owed: number;
  removed: Record<string, number>;
}

describe.each(['on', 'off'])('erasure, with REDACT=%s', (redact) => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open({ environment: { DEBOUNCE_MS: '20', REDACT: redact, INTERCOM_TIMEOUT_MS: '1000' } });
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  const lines = (conversation: string, count: number) =>
    until(`${count} lines`, async () => (await stage.other.lines(conversation)).length >= count);

  /** Somebody of whom Redis holds as much as it ever does: notes, a summary, a dead letter, a buffer, waiting conversations. */
  async function knownPerson() {
    const mark = randomUUID().slice(0, 8);
    const [user, email] = [`user-${mark}`, `${mark}@erase.example`];
    const [linked, unlinked, dead] = [newSession(), newSession(), newSession()];
    const who = { user_id: user, email };
    const { id: contact } = await stage.other.contact({ external_id: user, email });

    await stage.other.clicks(linked, [`text-${mark} first`], who);
    const conversation = await stage.other.writes(contact);
    await lines(conversation, 1);
    await stage.other.clicks(
      linked,
      Array.from({ length: 20 }, (_, i) => `text-${mark} ${i}`),
      who,
    );
    await until('a summary', async () => (await stage.other.notes(conversation)).some((note) => note.isSummary));
    await stage.other.clicks(linked, [`text-${mark} after the summary`], who);
    await until('the last note', async () =>
      (await stage.other.lines(conversation)).some((line) => line.endsWith('after the summary')),
    );

    const second = await stage.other.writes(contact, { custom_attributes: { posthog_session_id: dead } });
    await stage.other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: second } });
    await stage.other.clicks(dead, [`text-${mark} refused`], who);
    const waiting = await stage.other.writes(contact);
    await stage.other.clicks(unlinked, [`text-${mark} waits`], { user_id: null, email });

    const sessions = [linked, unlinked, dead];
    const keys = sessions.map((session) => sessionKeyOf(SANDBOX_CREDENTIALS.productId, session));
    await until('the last session is there', () => stage.redis.client.exists(`${stage.redis.prefix}:s:${keys[1]}`));
    await until('a dead letter, filed', async () =>
      (await left([keys[2]!])).some((at) => at.includes(':bull:dead-letters:dead.')),
    );
    const traces = [mark, contact, ...sessions, ...keys, userKeyOf(user), emailKeyOf(email)];
    return { user, email, contact, conversation, second, waiting, who, linked, traces };
  }

  /** Somebody with one note in a conversation. */
  async function linked(text: string) {
    const [user, session] = [`user-${randomUUID()}`, newSession()];
    const { id: contact } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(contact, { custom_attributes: { posthog_session_id: session } });
    await stage.other.clicks(session, [text], { user_id: user });
    await lines(conversation, 1);
    await until('it is recorded', async () => Boolean(await stage.redis.client.hget(sessionHash(session), 'lpart')));
    return { user, session, contact, conversation };
  }
  const sessionHash = (session: string) =>
    `${stage.redis.prefix}:s:${sessionKeyOf(SANDBOX_CREDENTIALS.productId, session)}`;
  const redactionCalls = async (conversation: string) =>
    (await stage.other.state<{ calls: { operation: string; conversationId?: string }[] }>('intercom')).calls.filter(
      (call) => call.operation === 'redact' && call.conversationId === conversation,
    ).length;

  /** The traces of a person that any key or value of ours still holds. */
  async function left(traces: string[]): Promise<string[]> {
    const all = await everything(stage.redis.client, stage.redis.prefix);
    return all
      .filter(({ text }) => traces.some((trace) => text.includes(trace)))
      .map(({ key, text }) => `${key}: ${text.slice(0, 200)}`);
  }
  const untilNothingIsLeft = async (traces: string[], but?: string) => {
    let found: string[] = [];
    const look = async () => (found = (await left(traces)).filter((at) => !but || !at.split(' ')[0]?.includes(but)));
    await until('nothing is left', async () => (await look()).length === 0, {
      everyMs: 300,
    }).catch((error: Error) => {
      throw new Error(`${error.message}\n${found.join('\n')}`);
    });
  };
  const redacted = (conversation: string) =>
    until('our notes are redacted', async () => {
      const notes = await stage.other.notes(conversation);
      return notes.length > 0 && notes.every((note) => note.redacted);
    });

  it('a deleted contact leaves nothing in Redis, and our notes are redacted', async () => {
    const person = await knownPerson();
    for (const trace of person.traces) expect(await left([trace])).not.toEqual([]);
    await stage.other.control('DELETE', `/contacts/${person.contact}`);
    await untilNothingIsLeft(person.traces);
    await redacted(person.conversation);
    expect(
      (await stage.other.thread(person.conversation)).parts.filter(
        (part) => part.redacted && part.author.id !== SANDBOX_CREDENTIALS.adminId,
      ),
    ).toEqual([]);
  });

  // The rest does not depend on it.
  if (redact === 'off') return;

  it('somebody else keeps everything', async () => {
    const [person, other] = [await knownPerson(), await knownPerson()];
    const before = (await left(other.traces)).length;
    const { code, stdout } = await runCommand(['erase', '--user', person.user, '--json'], stage.environment);
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as Report).removed).toMatchObject({ sessions: 3, deadLetters: 1 });
    await untilNothingIsLeft(person.traces);
    expect((await left(other.traces)).length).toBeGreaterThanOrEqual(before - 2);
    await stage.other.clicks(other.linked, ['goes on'], other.who);
    await until('goes on', async () => (await stage.other.lines(other.conversation)).includes('goes on'));
  });

  it.each([
    ['--contact', (person: { contact: string }) => person.contact],
    ['--email', (person: { email: string }) => person.email.toUpperCase()],
  ] as const)('%s erases as well, and what comes afterwards is not taken in', async (flag, idOf) => {
    const person = await knownPerson();
    const { code, stdout } = await runCommand(['erase', flag, idOf(person)], stage.environment);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Removed$/m);
    for (const trace of person.traces) expect(stdout).not.toContain(trace);
    await untilNothingIsLeft(person.traces);

    const dropped = async () => Number(await stage.redis.client.hget(`${stage.redis.prefix}:dropped`, 'erased'));
    const before = await dropped();
    await stage.other.clicks(person.linked, ['too late', 'too late again'], person.who);
    await stage.other.act(person.conversation, 'reply', { body: 'a late webhook' });
    await until('counted as dropped', async () => (await dropped()) === before + 2);
    await untilNothingIsLeft(person.traces);
  });

  it('a note that is on its way to Intercom is found there and redacted', async () => {
    const [user, session] = [`user-${randomUUID()}`, newSession()];
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.fault({ target: 'reply', kind: 'timeout-after-store', match: { conversationId: conversation } });
    // Nor can it be looked up before the erasure has been asked for, however slowly the command starts.
    await stage.other.fault({
      target: 'get',
      kind: 'status',
      status: 503,
      times: -1,
      match: { conversationId: conversation },
    });
    await stage.other.clicks(session, ['stored, and never confirmed'], { user_id: user });
    await lines(conversation, 1);
    // Without credentials the command cannot look into the conversation, and leaves that to the writer.
    const environment = { ...stage.environment, INTERCOM_ACCESS_TOKEN: '' };
    const { code, stdout } = await runCommand(['erase', '--user', user], environment);
    expect(code).toBe(0);
    expect(stdout).toContain('Not finished');
    await stage.other.clearFaults();
    await redacted(conversation);
    await untilNothingIsLeft([user, userKeyOf(user), session, sessionKeyOf(SANDBOX_CREDENTIALS.productId, session)]);
    expect((await stage.other.notes(conversation)).length).toBe(1);
  });

  it('is finished only when Intercom has confirmed each redaction; who is reported again is tried at once', async () => {
    const { session, user, conversation } = await linked('a note that Intercom will not redact');
    const refusal = {
      target: 'redact',
      kind: 'status',
      status: 422,
      times: -1,
      match: { conversationId: conversation },
    };
    await stage.other.fault(refusal);
    const erase = async () =>
      JSON.parse((await runCommand(['erase', '--user', user, '--json'], stage.environment)).stdout) as Report;
    expect(await erase()).toMatchObject({ finished: false, owed: 1, removed: { sessions: 1, redactions: 1 } });
    const asked = await until('refused', async () => (await redactionCalls(conversation)) || null);
    // Of the person nothing is left but what is owed, which names a part of Intercom's and no session.
    await untilNothingIsLeft([user, session, sessionKeyOf(SANDBOX_CREDENTIALS.productId, session)], ':erasures');
    expect(await stage.redis.client.hlen(`${stage.redis.prefix}:owed`)).toBe(1);

    expect(await erase()).toMatchObject({ finished: false, owed: 1 });
    await until('asked again', async () => (await redactionCalls(conversation)) > asked);
    await stage.other.clearFaults();
    await until('confirmed', async () => (await erase()).finished);
    await redacted(conversation);
    expect(await stage.redis.client.exists(`${stage.redis.prefix}:owed`, `${stage.redis.prefix}:erasures`)).toBe(0);
    // A refusal is owed for up to 25 s before it is tried again.
  });

  it('a dead letter that is in Intercom all the same is found there and redacted', async () => {
    const user = `user-${randomUUID()}`;
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: user });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    const match = { conversationId: conversation };
    await stage.other.fault({ target: 'reply', kind: 'status-after-store', status: 422, match });
    await stage.other.clicks(session, ['stored, and answered with 422'], { user_id: user });
    const sessionKey = sessionKeyOf(SANDBOX_CREDENTIALS.productId, session);
    await until('a dead letter', async () => (await left([sessionKey])).some((at) => at.includes(':dead:')));
    expect((await stage.other.notes(conversation)).length).toBe(1);
    await stage.other.control('DELETE', `/contacts/${id}`);
    await untilNothingIsLeft([user, userKeyOf(user), session, sessionKey, id]);
    await redacted(conversation);
  });

  it('an archived contact is erased as well, and no hash of a conversation is left', async () => {
    const person = await linked('of somebody who is archived');
    await stage.other.control('POST', `/contacts/${person.contact}/archive`);
    await untilNothingIsLeft([person.user, person.contact, person.session]);
    await redacted(person.conversation);
    expect(await stage.redis.client.exists(`${stage.redis.prefix}:c:${person.conversation}`)).toBe(0);
  });

  it.each(['contact.deleted', 'contact.archived', 'contact.merged'])(
    'a lead that is merged into a customer, and told as %s: the customer keeps everything',
    async (topic) => {
      const user = `user-${randomUUID()}`;
      const session = newSession();
      const anonymous = newSession();
      const lead = await stage.other.contact({ external_id: randomUUID(), role: 'lead' });
      const customer = await stage.other.contact({ external_id: user });
      // As it is with one browser: the lead asks, one visit is still anonymous, in the other the customer signs in.
      const first = await stage.other.writes(lead.id, { custom_attributes: { posthog_session_id: session } });
      const second = await stage.other.writes(lead.id, { custom_attributes: { posthog_session_id: anonymous } });
      await stage.other.clicks(session, ['signed in'], { user_id: user });
      await stage.other.clicks(anonymous, ['still anonymous'], { user_id: null });
      await lines(first, 1);
      await lines(second, 1);
      await stage.other.control('POST', `/contacts/${lead.id}/merge`, { into: customer.id, topic });
      await stage.other.clicks(session, ['goes on'], { user_id: user });
      await stage.other.clicks(anonymous, ['goes on, too'], { user_id: null });
      await until('goes on', async () => (await stage.other.lines(first)).includes('goes on'));
      await until('goes on, too', async () => (await stage.other.lines(second)).includes('goes on, too'));
      await until(
        'no erasure is open',
        async () => !(await stage.redis.client.exists(`${stage.redis.prefix}:erasures`)),
      );
      await stage.other.clicks(session, ['and on'], { user_id: user });
      await until('and on', async () => (await stage.other.lines(first)).includes('and on'));
      for (const conversation of [first, second])
        expect((await stage.other.notes(conversation)).filter((note) => note.redacted)).toEqual([]);
      // The customer is found by the conversations that were the lead's.
      await stage.other.control('POST', `/contacts/${customer.id}/archive`);
      await untilNothingIsLeft([user, session, customer.id]);
      await redacted(first);
    },
  );

  it('who is not known is said to be unknown', async () => {
    const { code, stdout } = await runCommand(['erase', '--user', 'nobody-of-that-name'], stage.environment);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'Nothing was known of this person.\n' });
    expect((await runCommand(['erase'], stage.environment)).code).toBe(1);
  });
});
