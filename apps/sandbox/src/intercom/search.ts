import type { Answer } from '../http/answer';
import type { World } from '../world';
import { invalid, missing } from './errors';
import type { StoredConversation } from './model';
import { conversationShape } from './shapes';

interface Clause {
  field?: unknown;
  operator?: unknown;
  value?: unknown;
}

/** `POST /conversations/search`: one clause or a tree of AND and OR, newest change first, without parts, in pages. */
export function search(world: World, body: Record<string, unknown>): Answer {
  if (typeof body['query'] !== 'object' || body['query'] === null) return missing('query');
  const query = body['query'] as Clause;
  if (!isSound(query)) return invalid('The query has an operator that is not known');
  const pagination = (body['pagination'] ?? {}) as { per_page?: unknown; starting_after?: unknown };
  const perPage = Math.min(150, Math.max(1, Number(pagination.per_page) || 20));
  const page = Math.max(1, Number(pagination.starting_after) || 1);
  const found = [...world.workspace.conversations.values()]
    .filter((conversation) => matches(world, conversation, query))
    .sort((a, b) => b.updatedAt - a.updatedAt);
  const pages = Math.ceil(found.length / perPage);
  const conversations = found.slice((page - 1) * perPage, page * perPage).map((conversation) => {
    const { conversation_parts: _, ...shape } = conversationShape(conversation, world.desk.contactOf(conversation), []);
    return shape;
  });
  const next = page < pages ? { next: { page: page + 1, starting_after: String(page + 1) } } : {};
  return {
    status: 200,
    body: {
      type: 'conversation.list',
      pages: { type: 'pages', page, per_page: perPage, total_pages: pages, ...next },
      total_count: found.length,
      conversations,
    },
  };
}

const COMPARE: Record<string, (has: unknown, wanted: unknown) => boolean> = {
  '=': (has, wanted) => String(has) === String(wanted),
  '!=': (has, wanted) => String(has) !== String(wanted),
  '>': (has, wanted) => Number(has) > Number(wanted),
  '<': (has, wanted) => Number(has) < Number(wanted),
  '~': (has, wanted) => String(has).toLowerCase().includes(String(wanted).toLowerCase()),
  IN: (has, wanted) => Array.isArray(wanted) && wanted.map(String).includes(String(has)),
  NIN: (has, wanted) => Array.isArray(wanted) && !wanted.map(String).includes(String(has)),
};

function isSound(clause: Clause): boolean {
  if (Array.isArray(clause.value) && (clause.operator === 'AND' || clause.operator === 'OR')) {
    return clause.value.every((part) => typeof part === 'object' && part !== null && isSound(part as Clause));
  }
  return typeof clause.field === 'string' && Object.hasOwn(COMPARE, String(clause.operator));
}

function matches(world: World, conversation: StoredConversation, clause: Clause): boolean {
  if (clause.field === undefined) {
    const parts = clause.value as Clause[];
    const holds = (part: Clause) => matches(world, conversation, part);
    return clause.operator === 'AND' ? parts.every(holds) : parts.some(holds);
  }
  return COMPARE[String(clause.operator)]?.(valueOf(world, conversation, String(clause.field)), clause.value) ?? false;
}

function valueOf(world: World, conversation: StoredConversation, field: string): unknown {
  const contact = world.desk.contactOf(conversation);
  if (field.startsWith('custom_attribute.'))
    return conversation.customAttributes[field.slice('custom_attribute.'.length)];
  const values: Record<string, unknown> = {
    id: conversation.id,
    created_at: conversation.createdAt,
    updated_at: conversation.updatedAt,
    state: conversation.state,
    open: conversation.state === 'open',
    contact_ids: contact.id,
    'source.author.email': contact.email,
    'source.id': conversation.source.id,
  };
  return Object.hasOwn(values, field) ? values[field] : undefined;
}
