import { Settings } from '@app/config';
import { personOf } from '@app/erasure';
import { IntercomWebhooks } from '@app/intercom';
import type { ErasureIntake } from './erasure.intake';
import type { Links } from './links';
import { NotificationService } from './notification.service';

const store = { linkConversation: jest.fn(), setConversationState: jest.fn() };
const links = { change: (work: (sessions: typeof store) => unknown) => Promise.resolve(work(store)) };
const erasures = { ask: jest.fn() };
const decide = async (body: unknown, settings: Partial<Settings> = {}) => {
  const all = Object.assign(new Settings(), settings);
  const service = new NotificationService(
    all,
    new IntercomWebhooks(all),
    links as unknown as Links,
    erasures as unknown as ErasureIntake,
  );
  return (await service.handle(body)).decision;
};
const webhook = (topic: string, item: object = {}) => ({
  id: 'n1',
  app_id: 'app',
  topic,
  created_at: 1,
  data: { item },
});
const author = { type: 'user', id: 'p1', email: 'p@shop.example' };
const conversation = { id: '42', state: 'open', updated_at: 100, source: { author } };

beforeEach(() => {
  jest.resetAllMocks();
  store.linkConversation.mockReturnValue('linked_by_user');
  store.setConversationState.mockReturnValue('state');
  erasures.ask.mockResolvedValue('erasure_noted');
});

describe('what a webhook means', () => {
  it('a writing of the user links, with all that the rules need', async () => {
    const attributes = { custom_attributes: { posthog_session_id: 's1' } };
    expect(await decide(webhook('conversation.user.created', { ...conversation, ...attributes }))).toBe(
      'linked_by_user',
    );
    expect(store.linkConversation.mock.calls).toEqual([
      [
        expect.objectContaining({
          notificationId: 'n1',
          conversationId: '42',
          sessionId: 's1',
          contactId: 'p1',
          email: 'p@shop.example',
          state: 'open',
        }),
      ],
    ]);
  });

  it('what an admin does changes the state, and links nothing', async () => {
    expect(await decide(webhook('conversation.admin.closed', { ...conversation, state: 'closed' }))).toBe('state');
    expect(store.setConversationState).toHaveBeenCalledWith(
      expect.objectContaining({ conversationId: '42', state: 'closed' }),
    );
    expect(store.linkConversation).not.toHaveBeenCalled();
  });

  it.each(['contact.deleted', 'contact.archived'])('%s asks for an erasure', async (topic) => {
    expect(await decide(webhook(topic, { id: 'p1', external_id: 'u1' }))).toBe('erasure_noted');
    expect(erasures.ask).toHaveBeenCalledWith(personOf({ contactId: 'p1', userId: 'u1' }));
  });

  it.each<[string, object, Partial<Settings>]>([
    ['other_app', webhook('conversation.user.created', conversation), { INTERCOM_APP_ID: 'another' }],
    ['unhandled_topic', webhook('ping'), {}],
    ['unhandled_topic', webhook('conversation.admin.replied', conversation), {}],
    ['no_conversation', webhook('conversation.user.created', { source: { author } }), {}],
    ['no_contact', webhook('contact.deleted', {}), {}],
  ])('%s changes nothing', async (decision, body, settings) => {
    expect(await decide(body, settings)).toBe(decision);
    for (const change of [store.linkConversation, store.setConversationState, erasures.ask])
      expect(change).not.toHaveBeenCalled();
  });

  it('an erasure is not asked for by another app either', async () => {
    expect(await decide(webhook('contact.deleted', { id: 'p1' }), { INTERCOM_APP_ID: 'another' })).toBe('other_app');
    expect(erasures.ask).not.toHaveBeenCalled();
  });

  it.each([null, [], 'text', {}, { data: {} }])('what is no notification is refused: %j', async (body) => {
    await expect(decide(body)).rejects.toThrow('not an Intercom notification');
  });
});
