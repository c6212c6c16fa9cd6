import { isObject, type Json } from '../../json.js';

/** The objects of a list, each with its position; anything else is left out. */
export function objectsOf(list: unknown): readonly (readonly [item: Json, index: number])[] {
  const found: (readonly [Json, number])[] = [];
  if (!Array.isArray(list)) return found;
  for (let index = 0; index < list.length; index++) {
    const item: unknown = list[index];
    if (isObject(item)) found.push([item, index]);
  }
  return found;
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
