import { isObject } from '../../json.js';
import { equal, type Json } from '../canonical/plain.js';
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
  /** The things with names on the way to it, from the outside in; as they are on the left, if they are there. */
  readonly things?: readonly unknown[];
}

/** What is different between two values with names. */
export function compare(before: unknown, after: unknown, steps: readonly string[] = []): Change[] {
  return compareAt(before, after, { steps, things: [] });
}

/** Where a comparison is. */
interface At {
  readonly steps: readonly string[];
  readonly things: readonly unknown[];
}

function compareAt(before: unknown, after: unknown, at: At): Change[] {
  if (before === after) return [];
  if (isNamed(before) && isNamed(after)) return compareNamed(before, after, at);
  if (isNamed(before) && after === undefined) return compareNamed(before, emptyList(before), at);
  if (isNamed(after) && before === undefined) return compareNamed(emptyList(after), after, at);
  if (before === undefined && holdsNamed(after)) return compareObjects({}, after, at);
  if (after === undefined && holdsNamed(before)) return compareObjects(before, {}, at);
  if (isObject(before) && isObject(after) && !isNamed(before) && !isNamed(after)) {
    return compareObjects(before, after, at);
  }
  if (Array.isArray(before) && Array.isArray(after) && sameShape(before, after)) {
    return before.flatMap((item, index) => compareAt(item, after[index], below(at, String(index))));
  }
  if (equal(withoutNames(before), withoutNames(after))) return [];
  return [{ op: 'changed', path: pathText(at.steps), ...sides(before, after), things: at.things }];
}

/** Whether it is there for the sake of a list of things with names. */
function holdsNamed(value: unknown): value is Json {
  return isObject(value) && !isNamed(value) && Object.values(value).some(isNamed);
}

/** Lists of objects, in which one thing changed and not their number. */
function sameShape(before: readonly unknown[], after: readonly unknown[]): boolean {
  return before.length === after.length && before.every(isObject) && after.every(isObject);
}

function below({ steps, things }: At, step: string, thing?: unknown): At {
  return { steps: [...steps, step], things: thing === undefined ? things : [...things, thing] };
}

function compareObjects(before: Json, after: Json, at: At): Change[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].flatMap((key) => compareAt(before[key], after[key], below(at, key)));
}

function compareNamed(before: Named, after: Named, at: At): Change[] {
  const changes: Change[] = [];
  for (const [name, item] of before.items) {
    const inside = below(at, name, item);
    if (after.items.has(name)) changes.push(...compareAt(item, after.items.get(name), inside));
    else
      changes.push({ op: 'removed', path: pathText(inside.steps), before: withoutNames(item), things: inside.things });
  }
  changes.push(...reordered(before, after, at));
  let behind: string | null = null;
  for (const [name, item] of after.items) {
    if (!before.items.has(name)) {
      const { steps, things } = below(at, name, item);
      const order = before.ordered ? { behind } : {};
      changes.push({ op: 'added', path: pathText(steps), after: withoutNames(item), ...order, things });
    }
    behind = name;
  }
  return changes;
}

function reordered(before: Named, after: Named, { steps, things }: At): Change[] {
  if (!before.ordered) return [];
  const order = [...before.items.keys()].filter((name) => after.items.has(name));
  const wanted = [...after.items.keys()].filter((name) => before.items.has(name));
  return equal(order, wanted) ? [] : [{ op: 'moved', path: pathText(steps), before: order, after: wanted, things }];
}

function sides(before: unknown, after: unknown): Pick<Change, 'before' | 'after'> {
  return {
    ...(before === undefined ? {} : { before: withoutNames(before) }),
    ...(after === undefined ? {} : { after: withoutNames(after) }),
  };
}
