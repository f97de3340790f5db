/** Terminals obey control characters, and ids and texts come from outside. */
export const plain = (text: string) => text.replace(/\p{C}+/gu, ' ').slice(0, 300);
