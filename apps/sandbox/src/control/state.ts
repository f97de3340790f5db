import { snapshot } from '../intercom/snapshot';
import type { World } from '../world';

/** Everything that the sandbox knows, or only the named sections of it. */
export function stateOf(world: World, only: string[] | null): Record<string, unknown> {
  const sections: Record<string, () => unknown> = {
    conversations: () =>
      [...world.workspace.conversations.values()].map((conversation) =>
        snapshot(conversation, world.desk.contactOf(conversation)),
      ),
    contacts: () => [...world.workspace.contacts.values()],
    dataConnectors: () => world.workspace.dataConnectors,
    stream: () => ({
      subscribers: world.subscribers.count,
      sent: world.subscribers.sent,
      lost: world.subscribers.lost,
    }),
    push: () => ({ sent: world.push.sent, failed: world.push.failed }),
    intercom: () => ({
      calls: world.calls.calls,
      total: world.calls.total,
      count429: world.calls.count429,
      byOperation: world.calls.byOperation,
    }),
    openai: () => ({ calls: world.completions.calls }),
    webhooks: () => ({ sent: world.webhooks.sent }),
    faults: () => world.faults.list(),
    recent: () => world.feed.recent,
    page: () => ({ opsUrl: world.opsUrl, adminId: world.settings.adminIds[0] ?? null }),
  };
  const wanted = Object.entries(sections).filter(([name]) => only === null || only.includes(name));
  return Object.fromEntries(wanted.map(([name, section]) => [name, section()]));
}
