/** Reads one value of what a script answered; `of` names it for the error that a wrong one is. Errors never quote a value. */
export type Reader<T> = (value: unknown, of: string) => T;

type Shape = Record<string, Reader<unknown>>;
type Values<S extends Shape> = { [N in keyof S]: ReturnType<S[N]> };

const NAME = /^[A-Za-z]{1,30}$/;

function wrong(of: string, what: string): never {
  throw new Error(`A script answered ${of} ${what}`);
}

/** A text may be a person's, a name is ours. */
const quoted = (name: unknown) => (typeof name === 'string' && NAME.test(name) ? `"${name}"` : 'what is no name');

const items = (value: unknown, of: string) =>
  Array.isArray(value) ? (value as unknown[]) : wrong(of, 'that is not a list');

export const number: Reader<number> = (value, of) => {
  const read = typeof value === 'string' && value !== '' ? Number(value) : value;
  return typeof read === 'number' && !Number.isNaN(read) ? read : wrong(of, 'that is not a number');
};

export const text: Reader<string> = (value, of) =>
  typeof value === 'string' ? value : wrong(of, 'that is not a text');

/** One of these words. */
export const word =
  <W extends string>(...words: W[]): Reader<W> =>
  (value, of) =>
    words.find((each) => each === value) ?? wrong(of, `that is none of ${words.join(', ')}`);

/** 1 or 0. */
export const flag: Reader<boolean> = (value, of) =>
  value === 1 ? true : value === 0 ? false : wrong(of, 'that is not 1 or 0');

export const list =
  <T>(read: Reader<T>): Reader<T[]> =>
  (value, of) =>
    items(value, of).map((each) => read(each, of));

export const texts = list(text);

/** Lua's nil and false. */
export const orNull =
  <T>(read: Reader<T>): Reader<T | null> =>
  (value, of) =>
    value === null ? null : read(value, of);

/** What nobody asks for. */
export const nothing: Reader<void> = () => undefined;

/** Names and values by turns, each name once, in any order: `{ 'ms', 20, 'owed', 1 }`. */
export function named<S extends Shape>(shape: S): Reader<Values<S>> {
  const names = Object.keys(shape);
  return (answer, of) => {
    const [flat, read] = [items(answer, of), {} as Record<string, unknown>];
    for (let i = 0; i < flat.length; i += 2) {
      const name = flat[i];
      if (typeof name !== 'string' || !Object.hasOwn(shape, name))
        return wrong(of, `with ${quoted(name)}, which is none of ${names.join(', ')}`);
      read[name] = shape[name]!(flat[i + 1], `${of}.${name}`);
    }
    for (const name of names) if (!Object.hasOwn(read, name)) return wrong(of, `without "${name}"`);
    return read as Values<S>;
  };
}

type OneOf<K extends string, V extends Record<string, Shape>> = {
  [W in keyof V]: { [Key in K]: W } & Values<V[W]>;
}[keyof V];

/** The value of the first name says which others follow: `{ 'do', 'wait', 'ms', 20 }`. */
export function oneOf<K extends string, V extends Record<string, Shape>>(key: K, variants: V): Reader<OneOf<K, V>> {
  const readers = new Map(
    Object.entries(variants).map(([which, shape]) => [which, named({ [key]: text, ...shape })] as const),
  );
  return (answer, of) => {
    const [name, which] = items(answer, of);
    const read = name === key && typeof which === 'string' ? readers.get(which) : undefined;
    if (!read) return wrong(of, `with no "${key}" of ${[...readers.keys()].join(', ')}`);
    return read(answer, of) as OneOf<K, V>;
  };
}

/** Rows of the same names. These stand once, before the values: `{ 'sessionKey generation', sk, 1, sk, 4 }`. */
export function table<S extends Shape>(shape: S): Reader<Values<S>[]> {
  const columns = Object.entries(shape);
  const head = Object.keys(shape).join(' ');
  return (answer, of) => {
    const flat = items(answer, of);
    if (flat[0] !== head || (flat.length - 1) % columns.length > 0) return wrong(of, `that is no table of ${head}`);
    const rows: Values<S>[] = [];
    for (let i = 1; i < flat.length; i += columns.length)
      rows.push(
        Object.fromEntries(columns.map(([name, read], j) => [name, read(flat[i + j], `${of}.${name}`)])) as Values<S>,
      );
    return rows;
  };
}
