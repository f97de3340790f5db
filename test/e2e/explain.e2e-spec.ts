import { sessionKeyOf } from '@app/redis';
import { SANDBOX_CREDENTIALS } from '@role/sandbox';
import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

interface Explained {
  found: string;
  verdict: string;
  next: string;
  paused: string | null;
  conversation: { conversationId: string; decisions: { decision: string; why: string }[]; waits: unknown[] } | null;
  sessions: { sessionKey: string; sessionId: string; actions: Record<string, number>; summariesPosted: number }[];
  deadLetters: { ref: string; reason: string }[];
  timeline: { what: string; text: string; detail: string; tone: string }[];
  journal: { cursor: string | null };
}

const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;

describe('sidenote explain', () => {
  let stage: Stage;
  beforeAll(async () => {
    // The dashboard is another process: what it tells came through Redis.
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', DASHBOARD_PASSWORD: PASSWORD },
      roles: ['webhook,stream,writer', 'dashboard'],
    });
  });
  afterAll(() => stage?.close());
  afterEach(() => stage.other.clearFaults());

  const opsUrl = () => stage.services.at(-1)!.opsUrl;
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${opsUrl()}${path}`, {
      ...init,
      headers: { authorization: AUTHORIZATION, ...(init.headers as Record<string, string>) },
    });
  const explain = async (id: string, more = '') =>
    (await (await ask(`/api/explain/${encodeURIComponent(id)}${more}`)).json()) as Explained;
  const explained = (id: string, is: (e: Explained) => unknown) =>
    until(`explained ${id}`, async () => {
      const e = await explain(id);
      return is(e) ? e : null;
    });
  let people = 0;
  const somebody = () => `person-${++people}`;
  const writes = async (who: Record<string, unknown>) => stage.other.writes((await stage.other.contact(who)).id);

  it('tells a conversation of a user without a session that it waits, and how it was linked in the end', async () => {
    const user = somebody();
    const conversation = await writes({ external_id: user });
    const before = await explained(conversation, (e) => e.found === 'conversation');
    expect(before.verdict).toBe('Not linked: no session of this user was active in the last 30 minutes.');
    expect(before.next).toMatch(/^It waits until .* for the first payload of this user\.$/);
    await stage.other.clicks(newSession(), ['a first click'], { user_id: user });
    const after = await explained(conversation, (e) => e.timeline.some(({ text }) => text === 'Posted the note'));
    expect(after.verdict).toContain('linked to a session: the conversation waited');
    expect(after.timeline.map(({ text }) => text)).toEqual(
      expect.arrayContaining([
        '1 action arrived',
        'Not linked: no session of this user was active in the last 30 minutes',
      ]),
    );
  });

  it('names a user of another id who shares the e-mail', async () => {
    const email = `${somebody()}@shared.example`;
    for (const session of [newSession(), newSession()]) {
      await stage.other.clicks(session, ['a click'], { user_id: somebody(), email });
      await explained(session, (e) => e.sessions[0]?.actions.buffered === 1);
    }
    const conversation = await writes({ external_id: somebody(), email });
    const { verdict, conversation: told } = await explained(conversation, (e) => e.found === 'conversation');
    expect(verdict).toContain('a session with this e-mail is of a user with another id');
    expect(told?.decisions[0]?.decision).toBe('email_ambiguous');
  });

  it('tells of a lead that nobody can say whose session is theirs', async () => {
    const conversation = await writes({ role: 'lead' });
    const { verdict } = await explained(conversation, (e) => e.found === 'conversation');
    expect(verdict).toContain('a lead without an id');
  });

  it("says which conversation the user's most recent session already has", async () => {
    const user = somebody();
    const session = newSession();
    await stage.other.clicks(session, ['a click'], { user_id: user });
    await explained(session, (e) => e.found === 'session');
    const { id: contact } = await stage.other.contact({ external_id: user });
    const first = await stage.other.writes(contact);
    await explained(first, (e) => e.verdict.includes('linked to a session'));
    const second = await stage.other.writes(contact);
    const e = await explained(second, (one) => one.found === 'conversation');
    expect(e.verdict).toContain('already has a conversation');
    expect(e.next).toContain('starts later');
  });

  it('finds a session by its raw id and by its key, and holds no word of the user', async () => {
    const session = newSession();
    await stage.other.clicks(session, ['a very private click']);
    const byId = await explained(session, (e) => e.found === 'session' && e.timeline.length > 0);
    expect(byId.verdict).toContain('No conversation of this session is known. 1 action of it wait');
    expect(byId.next).toContain('posthog_session_id');
    const byKey = await explain(sessionKeyOf(SANDBOX_CREDENTIALS.productId, session));
    expect(byKey.sessions).toEqual(byId.sessions);
    expect(JSON.stringify(byId)).not.toContain('private');
    const key = byId.sessions[0]!.sessionKey;
    expect(await (await ask(`/api/sessions/${key}/texts`)).json()).toMatchObject({
      buffered: [{ text: 'a very private click' }],
    });
  });

  it('tells only what is newer after a cursor', async () => {
    const session = newSession();
    await stage.other.clicks(session, ['one']);
    const { journal } = await explained(session, (e) => e.timeline.length > 0);
    expect((await explain(session, `?after=${journal.cursor}`)).timeline).toEqual([]);
    await stage.other.clicks(session, ['two', 'three']);
    const news = await until('news', async () => {
      const { timeline } = await explain(session, `?after=${journal.cursor}`);
      return timeline.length > 0 ? timeline : null;
    });
    expect(news).toMatchObject([{ what: 'payload', text: '2 actions arrived' }]);
    expect((await ask(`/api/explain/${session}?after=yesterday`)).status).toBe(400);
  });

  it('shows a note that was refused, with its reason', async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: somebody() });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.fault({ target: 'reply', kind: 'status', status: 422, match: { conversationId: conversation } });
    await stage.other.clicks(session, ['refused']);
    const e = await explained(
      conversation,
      ({ deadLetters, timeline }) => deadLetters.length > 0 && timeline.some(({ what }) => what === 'note'),
    );
    expect(e.timeline.find(({ what }) => what === 'note')).toMatchObject({ tone: 'bad' });
    const ref = e.deadLetters[0]!.ref;
    const again = await ask(`/api/dead-letters/${ref}/send-again`, { method: 'POST', headers: { 'x-sidenote': '1' } });
    expect(again.status).toBe(403);
  });

  it('is a command too, as text and as JSON, and fails for what nobody knows', async () => {
    const user = somebody();
    const conversation = await writes({ external_id: user });
    await explained(conversation, (e) => e.found === 'conversation');
    const { code, stdout } = await runCommand(['explain', conversation], stage.environment);
    expect(code).toBe(0);
    expect(stdout).toContain(`Conversation ${conversation}\n  Not linked: no session of this user was active`);
    const json = await runCommand(['explain', conversation, '--json'], stage.environment);
    expect(JSON.parse(json.stdout)).toMatchObject({ found: 'conversation' });
    const nobody = await runCommand(['explain', 'nobody:s'], stage.environment);
    expect(nobody.code).toBe(1);
    expect(nobody.stdout).toContain('Nothing is known of nobody:s');
  });

  it('is behind the password', async () => {
    for (const path of ['/api/explain/1', '/api/overview', '/ops/', '/queues', '/queues/api/queues', '/'])
      expect((await fetch(`${opsUrl()}${path}`, { redirect: 'manual' })).status).toBe(401);
    const wrong = await fetch(`${opsUrl()}/api/overview`, {
      headers: { authorization: `Basic ${Buffer.from('sidenote:guess').toString('base64')}` },
    });
    expect(wrong.status).toBe(401);
    expect((await fetch(`${opsUrl()}/health/live`)).status).toBe(200);
    expect((await fetch(`${stage.service.url}/api/overview`)).status).toBe(404);
  });
});
