import type { ConversationRow, SessionRow } from '@app/sessions';
import { traceOf } from './trace';

const session = (key: string, more: Partial<SessionRow> = {}): SessionRow => ({
  key,
  user: '',
  email: '',
  conversation: '',
  ...more,
});
const conversation = (id: string, more: Partial<ConversationRow> = {}): ConversationRow => ({
  id,
  contact: '',
  waitsForUser: '',
  waitsForEmail: '',
  sessions: [],
  ...more,
});
const nobody = { contacts: [], users: [], emails: [] };
const found = (given: object, sessions: SessionRow[], conversations: ConversationRow[] = []) =>
  traceOf({ ...nobody, ...given }, sessions, conversations, []);

describe('traceOf', () => {
  it('takes the sessions of a user, and the conversations that they are linked to or that wait for the user', () => {
    const sessions = [
      session('a', { user: 'u1', conversation: 'c1' }),
      session('b', { user: 'u2', conversation: 'c2' }),
    ];
    const conversations = [conversation('c1'), conversation('c2'), conversation('c3', { waitsForUser: 'u1' })];
    expect(found({ users: ['u1'] }, sessions, conversations)).toMatchObject({
      sessions: ['a'],
      conversations: ['c1', 'c3'],
    });
  });

  it('takes anonymous sessions with the e-mail of the user', () => {
    const sessions = [
      session('a', { user: 'u1', email: 'e' }),
      session('b', { email: 'e' }),
      session('c', { email: 'other' }),
    ];
    expect(found({ users: ['u1'] }, sessions).sessions).toEqual(['a', 'b']);
  });

  it('leaves anonymous sessions alone when another user has the same e-mail', () => {
    const sessions = [
      session('a', { user: 'u1', email: 'e' }),
      session('b', { email: 'e' }),
      session('c', { user: 'u2', email: 'e' }),
    ];
    expect(found({ users: ['u1'] }, sessions).sessions).toEqual(['a']);
  });

  it('takes every session of an e-mail that is named itself', () => {
    const sessions = [
      session('a', { user: 'u1', email: 'e' }),
      session('b', { email: 'e' }),
      session('c', { user: 'u2', email: 'e' }),
    ];
    expect(found({ emails: ['e'] }, sessions).sessions).toEqual(['a', 'b', 'c']);
  });

  it('finds by a contact id alone the user of its conversations, and all of that user', () => {
    const sessions = [
      session('a', { user: 'u1', conversation: 'c1' }),
      session('b', { user: 'u1' }),
      session('c', { user: 'u2' }),
    ];
    const conversations = [conversation('c1', { contact: 'x' })];
    const trace = found({ contacts: ['x'] }, sessions, conversations);
    expect(trace).toMatchObject({ sessions: ['a', 'b'], person: { users: ['u1'] } });
  });

  it('leaves another user in a conversation of two alone', () => {
    const sessions = [
      session('a', { user: 'u1', conversation: 'c1' }),
      session('b', { user: 'u2', conversation: 'c1' }),
      session('c', { conversation: 'c1' }),
    ];
    const conversations = [conversation('c1', { contact: 'x' })];
    expect(found({ contacts: ['x'], users: ['u1'] }, sessions, conversations).sessions).toEqual(['a', 'c']);
    // Nobody can say which of the two the contact is.
    expect(found({ contacts: ['x'] }, sessions, conversations).sessions).toEqual(['c']);
  });

  it('takes nothing for nobody, whatever is empty', () => {
    const sessions = [session('a'), session('b', { conversation: 'c1' })];
    expect(found({}, sessions, [conversation('c1')])).toMatchObject({ sessions: [], conversations: [] });
    expect(found({ users: ['u9'] }, sessions, [conversation('c1')])).toMatchObject({ sessions: [], conversations: [] });
  });
});
