import type { Path } from '../types.js';

/** The definitions that made the parts on the way to a place, from the outside in. */
export function makersOf(body: unknown, path: Path, madeFrom: (part: object) => object | undefined): readonly object[] {
  const makers: object[] = [];
  let part = body;
  for (const key of [undefined, ...path]) {
    if (key !== undefined) part = (part as Record<string | number, unknown> | undefined)?.[key];
    if (typeof part !== 'object' || part === null) break;
    const maker = madeFrom(part);
    if (maker) makers.push(maker);
  }
  return makers;
}
