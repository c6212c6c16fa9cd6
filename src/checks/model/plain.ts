import { isObject, type Json } from '../../json.js';

/** The objects of a list, each with its position; anything else is left out. */
export function objectsOf(list: unknown): readonly (readonly [item: Json, index: number])[] {
  return Array.isArray(list) ? list.flatMap((item, index) => (isObject(item) ? [[item, index] as const] : [])) : [];
}

/** The texts of an object such as labels or annotations. */
export function textsOf(value: unknown): Readonly<Record<string, string>> {
  if (!isObject(value)) return none;
  // nearly always it is one already
  if (Object.values(value).every((text) => typeof text === 'string')) return value as Readonly<Record<string, string>>;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) =>
      text === null || typeof text === 'object' ? [] : [[key, String(text)]],
    ),
  );
}

const none: Readonly<Record<string, string>> = {};
