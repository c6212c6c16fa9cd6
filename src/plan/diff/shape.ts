import { isObject } from '../../json.js';
import { equal, type Json } from '../canonical/plain.js';

/** Which lists of a body are lists of things with names. What a shape does not mention is compared as it is. */
export interface Shape {
  readonly [key: string]: Shape | ListShape;
}

export interface ListShape {
  /** What one of its things is called: `panel`, `alert`, `route`. */
  readonly noun: string | ((item: Json) => string);
  /** Whether their order means something. */
  readonly ordered: boolean;
  readonly name: (item: Json, index: number) => string;
  /** What tells two things of one name apart. */
  readonly labels?: (item: Json) => Json;
  /** How alike two things of different names are, from 0 to 1: enough, and one was renamed. */
  readonly likeness?: (a: Json, b: Json) => number;
  readonly item: Shape;
}

/** A list of things with names: the same names on both sides of a comparison stand for the same things. */
export interface Named {
  readonly ordered: boolean;
  readonly items: Map<string, unknown>;
}

export function isNamed(value: unknown): value is Named {
  return isObject(value) && value.items instanceof Map;
}

export function isListShape(shape: Shape | ListShape | undefined): shape is ListShape {
  return typeof shape?.name === 'function';
}

/** How alike things must be for one to be the other under a new name. */
const alike = 0.6;

/**
 * A body whose lists of named things are `Named`.
 * @param like the other side: things that are the same there keep the names that they have there
 */
export function withNames(shape: Shape | ListShape | undefined, value: unknown, like?: unknown): unknown {
  if (isListShape(shape)) {
    return Array.isArray(value) ? namedList(shape, value, isNamed(like) ? like : undefined) : value;
  }
  if (!shape || !isObject(value)) return value;
  const copy: Json = {};
  const other = isObject(like) ? like : undefined;
  for (const key in value) copy[key] = withNames(shape[key], value[key], other?.[key]);
  return copy;
}

export function emptyList({ ordered }: Pick<Named, 'ordered'>): Named {
  return { ordered, items: new Map() };
}

function namedList(shape: ListShape, list: readonly unknown[], like: Named | undefined): Named {
  const items = list.map((item) => (isObject(item) ? item : { value: item }));
  const names = like && !inSameOrder(shape, items, like) ? namesLike(shape, items, like) : freshNames(shape, items);
  const entries = items.map((item, index): [string, unknown] => {
    const name = names[index] as string;
    return [name, withNames(shape.item, item, like?.items.get(name))];
  });
  return { ordered: shape.ordered, items: new Map(entries) };
}

/** Things that share a name are told apart by a label, or by number: the second of two is `name #2`. */
export function freshNames(shape: Pick<ListShape, 'name' | 'labels'>, items: readonly Json[]): string[] {
  const bare = items.map(shape.name);
  if (new Set(bare).size === bare.length) return bare;
  const taken = new Set<string>();
  const shared = new Map<string, Json[]>();
  items.forEach((item, index) => {
    const name = bare[index] as string;
    shared.set(name, [...(shared.get(name) ?? []), shape.labels?.(item) ?? {}]);
  });
  return items.map((item, index) => {
    const name = bare[index] as string;
    const telling = tellingLabel(shared.get(name) ?? []);
    const detail = telling === undefined ? '' : ` (${telling}=${String(shape.labels?.(item)?.[telling])})`;
    return unused(`${name}${detail}`, taken);
  });
}

/** The label by which all of several things differ. */
function tellingLabel(all: readonly Json[]): string | undefined {
  if (all.length < 2) return undefined;
  const distinct = (label: string) => new Set(all.flatMap((labels) => labels[label] ?? [])).size;
  return Object.keys(all[0] ?? {}).find((label) => distinct(label) === all.length);
}

export function unused(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number++) name = `${wanted} #${number}`;
  taken.add(name);
  return name;
}

/** Mostly nothing came, went or was renamed. */
function inSameOrder(shape: ListShape, items: readonly Json[], like: Named): boolean {
  if (items.length !== like.items.size) return false;
  let index = 0;
  for (const name of like.items.keys()) {
    if (shape.name(items[index] as Json, index) !== name) return false;
    index += 1;
  }
  return true;
}

interface Known {
  readonly name: string;
  readonly bare: string;
  readonly item: Json;
}

function namesLike(shape: ListShape, items: readonly Json[], like: Named): string[] {
  const others = new Set<Known>();
  for (const [name, named] of like.items) {
    const item = withoutNames(named) as Json;
    others.add({ name, item, bare: shape.name(item, 0) });
  }
  const names: (string | undefined)[] = items.map(() => undefined);
  const own = items.map(shape.name);
  const take = (index: number, other: Known | undefined) => {
    if (!other || names[index] !== undefined || !others.delete(other)) return;
    names[index] = other.name;
  };
  const sameName = (index: number) => [...others].filter(({ bare }) => bare === own[index]);
  const each = (step: (item: Json, index: number) => void) =>
    items.forEach((item, index) => {
      if (names[index] === undefined) step(item, index);
    });
  // of several with one name, first those that did not change
  const count = new Map<string, number>();
  for (const { bare } of others) count.set(bare, (count.get(bare) ?? 0) + 1);
  each((item, index) => {
    const same = sameName(index);
    take(index, (count.get(own[index] as string) ?? 0) > 1 ? same.find((other) => equal(other.item, item)) : same[0]);
  });
  each((item, index) => {
    const labels = shape.labels?.(item);
    take(
      index,
      sameName(index).find((other) => equal(shape.labels?.(other.item), labels)),
    );
  });
  each((_, index) => take(index, sameName(index)[0]));
  for (const { index, other } of likest(shape, items, names, others)) take(index, other);
  const taken = new Set([...like.items.keys(), ...names.flatMap((name) => name ?? [])]);
  const fresh = freshNames(shape, items);
  return names.map((name, index) => name ?? unused(fresh[index] as string, taken));
}

/** What may have been renamed, the most alike first. */
function likest(
  { likeness }: ListShape,
  items: readonly Json[],
  names: readonly (string | undefined)[],
  others: ReadonlySet<Known>,
): { readonly index: number; readonly other: Known }[] {
  if (!likeness) return [];
  const pairs = items.flatMap((item, index) =>
    names[index] === undefined ? [...others].map((other) => ({ index, other, by: likeness(other.item, item) })) : [],
  );
  return pairs.filter(({ by }) => by >= alike).sort((a, b) => b.by - a.by);
}

/** A list without anything in it, and what holds nothing but such lists. */
function isVoid(value: unknown): boolean {
  if (isNamed(value)) return value.items.size === 0;
  const inside = isObject(value) ? Object.values(value) : [];
  return inside.length > 0 && inside.every(isVoid);
}

/** The body again, its lists as they were; a list without anything in it is none. */
export function withoutNames(value: unknown): unknown {
  if (isNamed(value)) return [...value.items.values()].map(withoutNames);
  if (Array.isArray(value)) return value.map(withoutNames);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([, inner]) => !isVoid(inner));
  return Object.fromEntries(entries.map(([key, inner]) => [key, withoutNames(inner)]));
}
