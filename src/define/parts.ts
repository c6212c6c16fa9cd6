import { UserError } from '../errors.js';

/** Refuses a name that is none, for definitions run without being checked. */
export function mustBeName(name: unknown, what: string): asserts name is string {
  if (typeof name === 'string' && name.trim() !== '') return;
  throw new UserError(`the name of ${what} is ${name === '' ? 'empty' : named(name)}`, {
    code: 'definition/option',
    help: 'it has to be a text, and stands before the options',
  });
}

/** The parts that an environment does not turn off; refuses what is no list, and what is no part. */
export function wanted<T extends object>(parts: readonly (T | false | undefined)[], what: string): readonly T[] {
  if (!Array.isArray(parts)) {
    throw new UserError(`the ${what} are ${named(parts)}`, {
      code: 'definition/option',
      help: 'they have to be a list: […]',
    });
  }
  const kept = parts.filter((part) => part !== false && part !== undefined) as T[];
  const wrong = kept.find((part) => typeof part !== 'object' || part === null || Array.isArray(part));
  if (wrong === undefined) return kept;
  throw new UserError(`one of the ${what} is ${named(wrong)}`, {
    code: 'definition/option',
    help: 'false and undefined leave a part out; a list of parts is spread: ...parts',
  });
}

/**
 * Refuses a part that no function of obsctl made, where its type would: `routes: [{ receiver }]` without `route()`.
 * @param parts as they were written, with those that are turned off: the place counts them
 */
export function mustBeMade(
  parts: readonly unknown[],
  isMade: (part: Readonly<Record<string, unknown>>) => boolean,
  { is, of, make, path }: { is: string; of: string; make: string; path: readonly string[] },
): void {
  const at = parts.findIndex(
    (part) => part !== false && part !== undefined && !isMade(part as Readonly<Record<string, unknown>>),
  );
  if (at < 0) return;
  throw new UserError(`${is}s[${at}] of ${of} is no ${is}`, {
    code: 'definition/option',
    help: `${make} makes one`,
    path: [...path, String(at)],
  });
}

/** What was written instead; never a long text, which might be a secret. */
export function named(value: unknown): string {
  if (value === undefined) return 'missing';
  if (typeof value === 'string') return value.length > 40 ? 'a text' : JSON.stringify(value);
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'function') return 'a function';
  return typeof value === 'object' && value !== null ? 'an object' : String(value);
}
