import { hash } from 'node:crypto';

const digest = (text: string, hexChars: number) => hash('sha256', text, 'hex').slice(0, hexChars);

/** Short, safe name of a session: 80 bits of SHA-256 over product and raw session id (raw ids may hold anything; `:` breaks BullMQ ids). */
export const sessionKeyOf = (productId: string, sessionId: string) => digest(`${productId}\0${sessionId}`, 20);

/** Name of a user or e-mail in the identity index: hashed, so that no key holds personal data. E-mails compare case-insensitively. */
export const userKeyOf = (userId: string) => (userId ? digest(`u\0${userId}`, 16) : '');
export const emailKeyOf = (email: string) => (email ? digest(`e\0${email.trim().toLowerCase()}`, 16) : '');

/** Keys that more than one lib or role names; every other is built in the one that owns it. */
export const productMark = (prefix: string) => `${prefix}:product`;
export const streamReadersKey = (prefix: string) => `${prefix}:stream:readers`;
export const webhooksKey = (prefix: string) => `${prefix}:webhooks`;
