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
  if (areTexts(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, text]) =>
      text === null || typeof text === 'object' ? [] : [[key, String(text)]],
    ),
  );
}

/** Nearly always they are. */
function areTexts(value: Json): value is Readonly<Record<string, string>> {
  for (const key in value) if (typeof value[key] !== 'string') return false;
  return true;
}

const none: Readonly<Record<string, string>> = {};
