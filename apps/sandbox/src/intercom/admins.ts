import type { Admin } from './model';

const KNOWN: Admin[] = [
  { id: '7412205', name: 'Northwind Context', email: 'context@northwind.example', has_inbox_seat: true },
  { id: '7412990', name: 'Sam Okafor', email: 'sam@northwind.example', has_inbox_seat: true },
  { id: '7413001', name: 'Billing Only', email: 'billing@northwind.example', has_inbox_seat: false },
];

/** Whose the access token is. */
export const TOKEN_OWNER = KNOWN[0] as Admin;

/** The team mate who answers customers, unless somebody else is named. */
export const COLLEAGUE = KNOWN[1] as Admin;

/** The admin of that id as the workspace would show it, also for ids that only a test knows. */
export function adminOf(id: string): Admin {
  return (
    KNOWN.find((admin) => admin.id === id) ?? {
      id,
      name: `Admin ${id}`,
      email: `${id}@northwind.example`,
      has_inbox_seat: true,
    }
  );
}
