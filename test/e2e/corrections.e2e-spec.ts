import { runCommand } from '../support/command';
import { newSession } from '../support/sandbox';
import { Stage } from '../support/stage';
import { until } from '../support/until';

const PASSWORD = 'an-operator-knows-it';
const AUTHORIZATION = `Basic ${Buffer.from(`sidenote:${PASSWORD}`).toString('base64')}`;

describe('corrections', () => {
  let stage: Stage;
  let people = 0;
  beforeAll(async () => {
    stage = await Stage.open({
      environment: { DEBOUNCE_MS: '20', DASHBOARD_PASSWORD: PASSWORD, DASHBOARD_WRITE: 'on' },
    });
  });
  afterAll(() => stage?.close());

  const run = (...args: string[]) => runCommand(args, stage.environment);
  const linked = async () => {
    const session = newSession();
    const { id } = await stage.other.contact({ external_id: `somebody-${++people}` });
    const conversation = await stage.other.writes(id, { custom_attributes: { posthog_session_id: session } });
    await stage.other.clicks(session, ['first'], { user_id: `somebody-${people}` });
    await told(conversation, 'first');
    return { session, conversation, contact: id };
  };
  const told = (conversation: string, text: string) =>
    until(text, async () => (await stage.other.lines(conversation)).join(' ').includes(text));
  const redacted = (conversation: string) =>
    until('redacted', async () => {
      const notes = await stage.other.notes(conversation);
      return notes.length > 0 && notes.every((note) => note.redacted);
    });
  const press = (path: string, headers: Record<string, string> = { 'x-sidenote': 'page' }) =>
    fetch(`${stage.service.opsUrl}/api/conversations/${path}`, {
      method: 'POST',
      headers: { authorization: AUTHORIZATION, ...headers },
    });

  it('sidenote unlink redacts our notes there, and no rule links the pair again', async () => {
    const { session, conversation, contact } = await linked();
    const { code, stdout } = await run('unlink', conversation, session, '--by', 'alice');
    expect([code, stdout]).toEqual([0, 'Unlinked: 1. Our notes of it are being redacted.\n']);
    await redacted(conversation);
    const notes = (await stage.other.notes(conversation)).length;
    await stage.other.writes(contact, { custom_attributes: { posthog_session_id: session } });
    await stage.other.writes(contact);
    await stage.other.clicks(session, ['second'], { user_id: `somebody-${people}` });
    await until('explained', async () =>
      (await run('explain', conversation)).stdout.includes('by alice (command line)'),
    );
    expect(await stage.other.notes(conversation)).toHaveLength(notes);
    expect((await run('explain', conversation)).stdout).toContain('Unlinked: the wrong customer');
  });

  it('sidenote link lets what waits out in the right conversation', async () => {
    const { session, conversation } = await linked();
    await run('unlink', conversation, session);
    await stage.other.clicks(session, ['for the right one'], { user_id: `somebody-${people}` });
    const { id } = await stage.other.contact({ external_id: 'right' });
    const right = await stage.other.writes(id);
    expect(await run('link', right, session, '--by', 'bob')).toMatchObject({ code: 0 });
    expect((await run('explain', right)).stdout).toMatch(/Linked by hand: session .* by bob/);
    await told(right, 'for the right one');
    expect(await run('link', conversation, session)).toMatchObject({ code: 1 });
  });

  it('sidenote mute holds, and unmute lets out what waited', async () => {
    const { session, conversation } = await linked();
    expect(await run('mute', conversation)).toMatchObject({ code: 0, stderr: '', stdout: 'Muted.\n' });
    await stage.other.clicks(session, ['while muted'], { user_id: `somebody-${people}` });
    const { stdout } = await run('explain', conversation);
    expect(stdout).toContain('The conversation is muted');
    expect((await stage.other.lines(conversation)).join(' ')).not.toContain('while muted');
    expect(await run('unmute', conversation)).toMatchObject({ code: 0 });
    await told(conversation, 'while muted');
    expect(await run('unmute', conversation)).toMatchObject({ code: 1 });
  });

  it('the operations page may do the same, from its own page alone', async () => {
    const { conversation } = await linked();
    expect((await press(`${conversation}/mute`, {})).status).toBe(403);
    expect((await press(`${encodeURIComponent('a:b')}/mute`)).status).toBe(400);
    expect(await (await press(`${conversation}/mute`)).json()).toEqual({ outcome: 'done' });
    expect(await (await press(`${conversation}/unmute`)).json()).toEqual({ outcome: 'done' });
    const explained = await fetch(`${stage.service.opsUrl}/api/explain/${conversation}`, {
      headers: { authorization: AUTHORIZATION },
    });
    const { sessions } = (await explained.json()) as { sessions: { sessionKey: string }[] };
    const key = sessions[0]!.sessionKey;
    expect(await (await press(`${conversation}/sessions/${key}/unlink`)).json()).toEqual({ outcome: 'done' });
    await redacted(conversation);
    expect(await (await press(`${conversation}/sessions/${key}/link`)).json()).toEqual({ outcome: 'linked_by_hand' });
  });
});
