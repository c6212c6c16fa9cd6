import { typeName } from './print.js';
import { refuse } from './refuse.js';
import type { Value } from './values.js';

/** What Go compares: numbers, texts and truths, each only with its like. */
type Basic = { readonly kind: 'bool' | 'string' | 'int' | 'float'; readonly value: boolean | string | bigint | number };

function basic(value: Value): Basic | undefined {
  switch (typeof value) {
    case 'boolean':
      return { kind: 'bool', value };
    case 'string':
      return { kind: 'string', value };
    case 'bigint':
      return { kind: 'int', value };
    case 'number':
      return { kind: 'float', value };
    default:
      if (value === null) return undefined;
      if (value.kind === 'number') return { kind: 'int', value: value.value };
      return value.kind === 'markup' ? { kind: 'string', value: value.text } : undefined;
  }
}

/** Whether a value equals one of the others. */
export function isEqual(value: Value, others: readonly Value[]): boolean {
  if (others.length === 0) refuse('there is nothing to compare with');
  const left = basic(value);
  for (const other of others) {
    const right = basic(other);
    if (left?.kind !== right?.kind) {
      if (value !== null && other !== null) incompatible(value, other);
      continue;
    }
    if (left && right ? left.value === right.value : sameThing(value, other)) return true;
  }
  return false;
}

function sameThing(left: Value, right: Value): boolean {
  if (left === null || right === null) return left === right;
  const [a, b] = [left, right].map((one) => (typeof one === 'object' ? one : null));
  if (a?.kind === 'time' && b?.kind === 'time') return a.ns === b.ns && a.location === b.location;
  if (a?.kind === 'struct' && b?.kind === 'struct' && a.type === 'template.Pair' && b.type === a.type) {
    return a.fields.Name === b.fields.Name && a.fields.Value === b.fields.Value;
  }
  return refuse(`values of type ${typeName(left)} cannot be compared`);
}

export function isLess(left: Value, right: Value): boolean {
  const a = basic(left);
  const b = basic(right);
  if (!a || a.kind === 'bool') return refuse(`values of type ${typeName(left)} have no order`);
  if (!b || b.kind === 'bool') return refuse(`values of type ${typeName(right)} have no order`);
  if (a.kind !== b.kind) return incompatible(left, right);
  if (a.kind === 'string') return Buffer.compare(Buffer.from(a.value as string), Buffer.from(b.value as string)) < 0;
  return a.value < b.value;
}

export function isLessOrEqual(left: Value, right: Value): boolean {
  return isLess(left, right) || isEqual(left, [right]);
}

function incompatible(left: Value, right: Value): never {
  return refuse(`${typeName(left)} and ${typeName(right)} cannot be compared`);
}
