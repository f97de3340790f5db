/** A request that the control API cannot follow; answered with 400 and this message. */
export class BadControl extends Error {}

/** There is no such conversation, contact or delivery; answered with 404. */
export class NotThere extends Error {}

export type Fields = Record<string, unknown>;

export function fields(body: unknown): Fields {
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) throw new BadControl('the body must be a JSON object');
  return body as Fields;
}

export function text(given: Fields, name: string): string {
  const value = given[name];
  if (typeof value !== 'string' || value === '') throw new BadControl(`${name} must be a text`);
  return value;
}

export function optionalText(given: Fields, name: string): string | null {
  return given[name] === undefined || given[name] === null ? null : text(given, name);
}

export function flag(given: Fields, name: string, otherwise: boolean): boolean {
  const value = given[name] ?? otherwise;
  if (typeof value !== 'boolean') throw new BadControl(`${name} must be true or false`);
  return value;
}

export function number(given: Fields, name: string): number | undefined {
  const value = given[name] ?? undefined;
  if (value !== undefined && (typeof value !== 'number' || !Number.isFinite(value)))
    throw new BadControl(`${name} must be a number`);
  return value as number | undefined;
}

export function choice<T extends string>(given: Fields, name: string, choices: readonly T[]): T {
  const value = given[name];
  if (!choices.includes(value as T)) throw new BadControl(`${name} must be one of ${choices.join(', ')}`);
  return value as T;
}

export function record(given: Fields, name: string): Fields {
  const value = given[name] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw new BadControl(`${name} must be an object`);
  return value as Fields;
}
