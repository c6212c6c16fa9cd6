import { UserError } from '../errors.js';
import { didYouMean } from '../nearest.js';
import { mustBeDuration, mustBeSpan } from './duration.js';
import { named } from './parts.js';

/**
 * The options of `T`, one entry for each: what it holds, and with `?` that it may be left out. The compiler refuses a
 * table that leaves one out, has one too many, or says of one what its type does not. `own` stands for options with a
 * check of their own that says more.
 */
export type OptionsOf<T> = { readonly [K in KeysOf<T>]-?: Entry<ValueOf<T, K>, IsNeeded<T, K>> };

type KeysOf<T> = T extends unknown ? keyof T : never;
type ValueOf<T, K> = T extends unknown ? (K extends keyof T ? Exclude<T[K], undefined> : never) : never;
type IsNeeded<T, K> = K extends keyof T
  ? Partial<Pick<T, K>> extends Pick<T, K>
    ? false
    : undefined extends T[K]
      ? false
      : true
  : false;

type Entry<V, Needed> = Marked<'own' | Holds<V>, Needed>;
type Marked<E, Needed> = Needed extends true ? E : E extends string ? `${E}?` : E & { readonly optional: true };

type Holds<V> = [V] extends [string]
  ? IsOpen<V> extends true
    ? 'text' | 'duration' | 'span'
    : { readonly oneOf: Readonly<Record<V, true>> }
  : [V] extends [number]
    ? 'number'
    : [V] extends [boolean]
      ? 'boolean'
      : [V] extends [readonly (infer E)[]]
        ? 'list' | { readonly each: OptionsOf<Exclude<E, string | false | undefined>> }
        : 'any' | { readonly of: OptionsOf<V> };

/** Whether more words are possible than anybody could list. */
type IsOpen<V extends string> = true extends (
  V extends unknown
    ? Record<never, never> extends Record<V, true>
      ? true
      : false
    : never
)
  ? true
  : false;

/** The same, for whoever reads it. */
interface Table {
  readonly [key: string]: string | TableEntry;
}

interface TableEntry {
  readonly oneOf?: Readonly<Record<string, true>>;
  readonly each?: object;
  readonly of?: object;
  readonly optional?: true;
}

/**
 * Refuses options that the type would: unknown ones, missing ones, words outside their closed set. Definitions are run
 * without being checked, and an option that nobody reads is an alert that nobody gets.
 * @param what whose options they are, as in `the alert HighCpuUsage`
 */
export function mustFit<T>(what: string, options: unknown, table: OptionsOf<T>): void {
  checkAll(what, options, table as unknown as Table, '');
}

/** @param at where inside the options: `links[0].` */
function checkAll(what: string, options: unknown, table: Table, at: string): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    const those = at === '' ? `the options of ${what} are` : `${at.slice(0, -1)} of ${what} is`;
    throw wrong(`${those} ${named(options)}`, `write { ${needed(table).join(', ')} }`, at.slice(0, -1));
  }
  let found = 0;
  for (const key in options) {
    const entry = table[key];
    if (typeof entry !== 'string' && typeof entry !== 'object') throw unknown(what, key, table, at);
    const value = (options as Record<string, unknown>)[key];
    if (value === undefined) continue;
    if (typeof entry === 'string') checkPlain(what, value, entry, at, key);
    else checkInside(what, value, entry, at, key);
    if (!isOptional(entry)) found++;
  }
  if (found < neededOf(table)) throw missing(what, options as Record<string, unknown>, table, at);
}

// there are thousands of calls and some sixty tables, so texts are made only for those that are wrong
function checkPlain(what: string, value: unknown, entry: string, at: string, key: string): void {
  switch (entry) {
    case 'duration':
    case 'duration?':
      mustBeDuration(value, `${at}${key} of ${what}`);
      return;
    case 'span':
    case 'span?':
      mustBeSpan(value, `${at}${key} of ${what}`);
      return;
    case 'list':
    case 'list?':
      if (Array.isArray(value)) return;
      break;
    case 'text':
    case 'text?':
      if (typeof value === 'string') return;
      break;
    case 'number':
    case 'number?':
      if (typeof value === 'number') return;
      break;
    case 'boolean':
    case 'boolean?':
      if (typeof value === 'boolean') return;
      break;
    default:
      return;
  }
  const kind = kinds[entry.replace('?', '')];
  throw wrong(`${at}${key} of ${what} is ${named(value)}`, `it has to be ${kind}`, `${at}${key}`);
}

function checkInside(what: string, value: unknown, entry: TableEntry, at: string, key: string): void {
  if (entry.oneOf) {
    if (typeof value === 'string' && Object.hasOwn(entry.oneOf, value)) return;
    throw outside(what, value, entry.oneOf, `${at}${key}`);
  }
  if (!entry.each) {
    checkAll(what, value, entry.of as Table, `${at}${key}.`);
    return;
  }
  checkPlain(what, value, 'list', at, key);
  for (const [index, one] of (value as readonly unknown[]).entries()) {
    if (one !== false && one !== undefined) checkAll(what, one, entry.each as Table, `${at}${key}[${index}].`);
  }
}

const kinds: Readonly<Record<string, string>> = {
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
  list: 'a list: […]',
};

function isOptional(entry: string | TableEntry): boolean {
  return typeof entry === 'string' ? entry.endsWith('?') : entry.optional === true;
}

function needed(table: Table): string[] {
  return Object.keys(table).filter((key) => !isOptional(table[key] ?? ''));
}

const counts = new WeakMap<Table, number>();

function neededOf(table: Table): number {
  let count = counts.get(table);
  if (count === undefined) {
    count = needed(table).length;
    counts.set(table, count);
  }
  return count;
}

function missing(what: string, options: Readonly<Record<string, unknown>>, table: Table, at: string): UserError {
  const all = needed(table);
  const key = all.find((one) => options[one] === undefined);
  return wrong(`${what} has no ${at}${key}`, `it needs ${all.join(', ')}`, `${at}${key}`, 'definition/missing-option');
}

/** @param key the one that is wrong, as in `links[0].title` */
function wrong(message: string, help: string, key: string, code = 'definition/option'): UserError {
  return new UserError(message, { code, help, path: key.match(/[^.[\]]+/g) ?? [] });
}

function unknown(what: string, key: string, table: Table, at: string): UserError {
  const known = Object.keys(table);
  return wrong(
    `${what} has no option "${at}${key}"${didYouMean(key, known)}`,
    known.length > 0 ? `the options ${at ? `of ${at.slice(0, -1)} ` : ''}are ${known.join(', ')}` : 'it has none',
    `${at}${key}`,
    'definition/unknown-option',
  );
}

function outside(what: string, value: unknown, words: Readonly<Record<string, true>>, key: string): UserError {
  const known = Object.keys(words);
  const meant = typeof value === 'string' ? didYouMean(value, known) : '';
  return wrong(
    `${key} of ${what} is ${named(value)}${meant}`,
    known.length === 1 ? `it can only be ${known[0]}` : `it has to be one of ${known.join(', ')}`,
    key,
  );
}
