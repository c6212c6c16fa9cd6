import { isObject } from '../../json.js';
import type { Json } from '../canonical/plain.js';
import type { Change } from './compare.js';
import { stepsOf } from './path.js';
import { emptyList, isListShape, isNamed, type ListShape, type Named, type Shape, withNames } from './shape.js';

/** Applies changes to the side they start from; what comes out is the other side. The side itself is left as it is. */
export function applyChanges(before: unknown, changes: readonly Change[], shape: Shape | undefined): unknown {
  // things are put back behind what is there already
  const order = ['removed', 'changed', 'moved', 'added'];
  const sorted = [...changes].sort((a, b) => order.indexOf(a.op) - order.indexOf(b.op));
  return sorted.reduce((value, change) => applied(value, stepsOf(change.path), change, shape), before);
}

function applied(
  value: unknown,
  steps: readonly string[],
  change: Change,
  shape: Shape | ListShape | undefined,
): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return target(value, change, shape);
  }
  const inner = isListShape(shape) ? shape.item : shape?.[step];
  const put = (old: unknown) => (rest.length === 0 ? target(old, change, inner) : applied(old, rest, change, inner));
  if (isNamed(value)) return putNamed(value, step, put(value.items.get(step)), change, rest.length === 0);
  if (Array.isArray(value)) return value.map((item, index) => (String(index) === step ? put(item) : item));
  const copy: Json = { ...(isObject(value) ? value : {}) };
  const old = copy[step] ?? (isListShape(inner) && rest.length > 0 ? emptyList(inner) : undefined);
  const next = put(old);
  if (next === undefined) delete copy[step];
  else copy[step] = next;
  return copy;
}

function target(old: unknown, change: Change, shape: Shape | ListShape | undefined): unknown {
  if (change.op === 'moved') return isNamed(old) ? reordered(old, change.after) : relocated(old, change);
  return withNames(shape, change.after);
}

/** Other things of a list go on standing where they stand. */
function reordered(list: Named, after: unknown): Named {
  if (Array.isArray(after)) return inNewOrder(list, after as readonly string[]);
  // lines that panels went up or down to
  const lines = after as Json;
  const items = [...list.items].map(([name, item]): [string, unknown] => {
    const { gridPos, ...panel } = item as Json;
    return [name, name in lines ? { ...panel, gridPos: { ...(gridPos as Json), y: lines[name] } } : item];
  });
  return { ...list, items: new Map(items) };
}

/** What of a place changed; the rest stays. */
function relocated(old: unknown, { before, after }: Change): Json {
  const place: Json = { ...(isObject(old) ? old : {}) };
  for (const key of Object.keys((before ?? {}) as Json)) delete place[key];
  return { ...place, ...(after as Json) };
}

function putNamed(list: Named, name: string, item: unknown, change: Change, last: boolean): Named {
  const items = new Map(list.items);
  if (item === undefined) items.delete(name);
  else if (!last || change.behind === undefined) items.set(name, item);
  else return { ...list, items: insertedBehind(items, change.behind, name, item) };
  return { ...list, items };
}

function insertedBehind(
  items: ReadonlyMap<string, unknown>,
  behind: string | null,
  name: string,
  item: unknown,
): Map<string, unknown> {
  const entries = [...items];
  const at = behind === null ? 0 : entries.findIndex(([other]) => other === behind) + 1;
  entries.splice(at, 0, [name, item]);
  return new Map(entries);
}

function inNewOrder(list: Named, order: readonly string[]): Named {
  const items = new Map(order.flatMap((name) => (list.items.has(name) ? [[name, list.items.get(name)] as const] : [])));
  return { ...list, items };
}
