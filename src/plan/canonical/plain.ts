import { isObject } from '../../json.js';

/**
 * Plain values of JSON and YAML, and the small steps that every canonical form is made of. They are copies, and changed
 * in place.
 */
export type Json = { [key: string]: unknown };

/**
 * A copy of a value as JSON knows it, keys in order. What JSON cannot say is gone; so is null, unless it is kept: to
 * Grafana, Prometheus and Alertmanager a field that is null is one that is not there.
 */
export function plain(value: unknown, options: { readonly keepNull?: boolean } = {}): unknown {
  if (Array.isArray(value)) return value.map((item) => plain(item ?? null, options));
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return `base64 ${Buffer.from(value).toString('base64')}`;
  const copy: Json = {};
  for (const key of sortedKeys(value)) {
    const inner = (value as Json)[key];
    if (inner === undefined || typeof inner === 'function' || (inner === null && !options.keepNull)) continue;
    copy[key] = plain(inner, options);
  }
  return copy;
}

/** Whether two plain values are the same, in whatever order their keys stand. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false;
    for (let index = 0; index < a.length; index++) {
      if (a[index] !== b[index] && !equal(a[index], b[index])) return false;
    }
    return true;
  }
  if (Array.isArray(b)) return false;
  let count = 0;
  for (const key in a as Json) {
    const inner = (a as Json)[key];
    const other = (b as Json)[key];
    // most values are texts and numbers: a call for each of them is what comparing takes
    if (inner !== other && !equal(inner, other)) return false;
    if (inner !== undefined) count += 1;
  }
  for (const _ in b) count -= 1;
  if (count === 0) return true;
  for (const key in b) if ((b as Json)[key] !== undefined && (a as Json)[key] === undefined) return false;
  return true;
}

/** The same, whatever stands under some keys. */
export function equalBut(a: Json, b: Json, ignored: ReadonlySet<string>): boolean {
  for (const key in a) if (!ignored.has(key) && !equal(a[key], b[key])) return false;
  for (const key in b) if (!ignored.has(key) && a[key] === undefined && b[key] !== undefined) return false;
  return true;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function objectsOf(value: unknown): Json[] {
  return listOf(value).filter(isObject);
}

/** Takes away what says no more than its absence would. */
export function dropDefaults(object: Json, defaults: Readonly<Json>): Json {
  for (const key in object) if (key in defaults && equal(object[key], defaults[key])) delete object[key];
  return object;
}

/** Takes away empty texts, lists and objects: for formats in which they say nothing. */
export function dropEmpty(object: Json, keys: readonly string[] = Object.keys(object)): Json {
  for (const key of keys) {
    const value = object[key];
    if (value === '' || (Array.isArray(value) && value.length === 0)) delete object[key];
    else if (isObject(value) && Object.keys(value).length === 0) delete object[key];
  }
  return object;
}

export function dropKeys(object: Json, keys: readonly string[]): Json {
  // a delete is slow even where there is nothing to delete
  for (const key of keys) if (key in object) delete object[key];
  return object;
}

/** Replaces a value by what is made of it, where it is there. */
export function replace(object: Json, key: string, by: (value: unknown) => unknown): void {
  if (object[key] === undefined) return;
  const value = by(object[key]);
  if (value === undefined) delete object[key];
  else object[key] = value;
}

/** The texts of a list that is a set. */
export function asSet(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  return [...new Set(value)].sort(byText);
}

export function byText(a: unknown, b: unknown): number {
  const [left, right] = [textOf(a), textOf(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '');
}

/** Puts the keys of an object in order, after they were changed. */
export function inOrder(object: Json): Json {
  const copy: Json = {};
  for (const key of sortedKeys(object)) copy[key] = object[key];
  return copy;
}

/** Most objects are in order already, and looking is quicker than sorting. */
function sortedKeys(object: object): readonly string[] {
  const keys = Object.keys(object);
  for (let index = 1; index < keys.length; index++) {
    if ((keys[index - 1] as string) > (keys[index] as string)) return keys.sort();
  }
  return keys;
}
