import { equal, isObject, type Json } from '../canonical/plain.js';
import { pathText } from './path.js';
import { emptyList, isNamed, type Named, withoutNames } from './shape.js';

/** One difference between two sides, without the resource that it is in. */
export interface Change {
  readonly op: 'added' | 'removed' | 'changed' | 'moved';
  /** See ./path.ts. */
  readonly path: string;
  /** Absent where there was nothing. */
  readonly before?: unknown;
  readonly after?: unknown;
  /** Of a thing added to a list whose order counts: what it stands behind; null where it is the first. */
  readonly behind?: string | null;
}

/** What is different between two values with names. */
export function compare(before: unknown, after: unknown, steps: readonly string[] = []): Change[] {
  if (before === after) return [];
  if (isNamed(before) && isNamed(after)) return compareNamed(before, after, steps);
  if (isNamed(before) && after === undefined) return compareNamed(before, emptyList(before), steps);
  if (isNamed(after) && before === undefined) return compareNamed(emptyList(after), after, steps);
  if (isObject(before) && isObject(after) && !isNamed(before) && !isNamed(after)) {
    return compareObjects(before, after, steps);
  }
  if (Array.isArray(before) && Array.isArray(after) && sameShape(before, after)) {
    return before.flatMap((item, index) => compare(item, after[index], [...steps, String(index)]));
  }
  if (equal(withoutNames(before), withoutNames(after))) return [];
  return [{ op: 'changed', path: pathText(steps), ...sides(before, after) }];
}

/** Lists of objects, in which one thing changed and not their number. */
function sameShape(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every(isObject) && after.every(isObject);
}

function compareObjects(before: Json, after: Json, steps: readonly string[]): Change[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => compare(before[key], after[key], [...steps, key]));
}

function compareNamed(before: Named, after: Named, steps: readonly string[]): Change[] {
  const changes: Change[] = [];
  for (const [name, item] of before.items) {
    if (after.items.has(name)) changes.push(...compare(item, after.items.get(name), [...steps, name]));
    else changes.push({ op: 'removed', path: pathText([...steps, name]), before: withoutNames(item) });
  }
  changes.push(...reordered(before, after, steps));
  let behind: string | null = null;
  for (const [name, item] of after.items) {
    if (!before.items.has(name)) {
      const path = pathText([...steps, name]);
      const order = before.ordered ? { behind } : {};
      changes.push({ op: 'added', path, after: withoutNames(item), ...order });
    }
    behind = name;
  }
  return changes;
}

function reordered(before: Named, after: Named, steps: readonly string[]): Change[] {
  if (!before.ordered) return [];
  const order = [...before.items.keys()].filter((name) => after.items.has(name));
  const wanted = [...after.items.keys()].filter((name) => before.items.has(name));
  return equal(order, wanted) ? [] : [{ op: 'moved', path: pathText(steps), before: order, after: wanted }];
}

function sides(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return {
    ...(before === undefined ? {} : { before: withoutNames(before) }),
    ...(after === undefined ? {} : { after: withoutNames(after) }),
  };
}
