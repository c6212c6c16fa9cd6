import { isEqual, isLess, isLessOrEqual } from './compare.js';
import { any, fn, type GoFunction } from './function.js';
import { sprint, text, typeName } from './print.js';
import { sprintf } from './printf.js';
import { refuse } from './refuse.js';
import { typeInfo } from './types.js';
import { type GoList, isTrue, type Value } from './values.js';

const nothing: Value = null;

/** What Go's templates know by themselves. `and` and `or` look at no argument after the one that decides. */
export const builtins: Readonly<Record<string, GoFunction>> = {
  and: fn([any], any, (args) => args.find((one) => !isTrue(one)) ?? last(args), { rest: any }),
  or: fn([any], any, (args) => args.find(isTrue) ?? last(args), { rest: any }),
  not: fn([any], 'bool', ([value = nothing]) => !isTrue(value)),
  len: fn([any], 'int', ([value = nothing]) => BigInt(length(value))),
  index: fn([any], any, ([value = nothing, ...keys]) => keys.reduce(indexed, value), { rest: any }),
  slice: fn([any], any, ([value = nothing, ...bounds]) => sliced(value, bounds), { rest: any }),
  print: fn([], 'string', sprint, { rest: any }),
  println: fn([], 'string', (args) => `${args.map(text).join(' ')}\n`, { rest: any }),
  printf: fn(['string'], 'string', ([format, ...args]) => sprintf(format as string, args), { rest: any }),
  html: fn([], 'string', (args) => escapeHtml(joined(args)), { rest: any }),
  js: fn([], 'string', (args) => escapeJs(joined(args)), { rest: any }),
  urlquery: fn([], 'string', (args) => queryEscaped(joined(args)), { rest: any }),
  call: fn([any], any, ([value = nothing]) => refuse(`a value of type ${typeName(value)} is no function`), {
    rest: any,
  }),
  eq: fn([any], 'bool', ([value = nothing, ...others]) => isEqual(value, others), { rest: any }),
  ne: fn([any, any], 'bool', ([a = nothing, b = nothing]) => !isEqual(a, [b])),
  lt: fn([any, any], 'bool', ([a = nothing, b = nothing]) => isLess(a, b)),
  le: fn([any, any], 'bool', ([a = nothing, b = nothing]) => isLessOrEqual(a, b)),
  gt: fn([any, any], 'bool', ([a = nothing, b = nothing]) => !isLessOrEqual(a, b)),
  ge: fn([any, any], 'bool', ([a = nothing, b = nothing]) => !isLess(a, b)),
};

function last(args: readonly Value[]): Value {
  return args.at(-1) ?? null;
}

/** What the functions that escape make of their arguments first. */
function joined(args: readonly Value[]): string {
  return sprint(args);
}

function length(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'list') return value.items.length;
    if (value.kind === 'map') return value.entries.size;
    if (value.kind === 'markup') return Buffer.byteLength(value.text);
  }
  return refuse(`a value of type ${typeName(value)} has no length`);
}

function indexed(value: Value, key: Value): Value {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return { kind: 'number', type: 'uint8', value: BigInt(bytes[position(key, bytes.length - 1, 'a text')] ?? 0) };
  }
  if (value !== null && typeof value === 'object') {
    if (value.kind === 'list') return value.items[position(key, value.items.length - 1, 'a list')] ?? null;
    if (value.kind === 'map') {
      if (typeof key !== 'string') return refuse(`the keys of this map are texts, not ${typeName(key)}`);
      return value.entries.get(key) ?? zeroOf(typeInfo(value.type).elem);
    }
  }
  return refuse(`a value of type ${typeName(value)} has no elements`);
}

/** What a map of such values answers for a key it does not have. */
export function zeroOf(type: string | undefined): Value {
  return type === 'string' ? '' : null;
}

function position(key: Value, highest: number, what: string): number {
  const named = typeof key === 'object' && key?.kind === 'number' ? key.value : key;
  if (typeof named !== 'bigint') return refuse(`elements of ${what} are counted, so ${typeName(key)} finds none`);
  if (named < 0n || named > BigInt(highest)) refuse(`${what} of ${highest + 1} has no element ${named}`);
  return Number(named);
}

function sliced(value: Value, bounds: readonly Value[]): Value {
  if (bounds.length > 3) refuse(`slice takes three bounds at most, not ${bounds.length}`);
  if (typeof value === 'string') {
    if (bounds.length === 3) refuse('a text is sliced by two bounds at most');
    const bytes = Buffer.from(value);
    const [start, end] = limits(bounds, bytes.length, 'a text');
    return bytes.subarray(start, end).toString();
  }
  if (value !== null && typeof value === 'object' && value.kind === 'list') {
    const [start, end] = limits(bounds, value.items.length, 'a list');
    const whole: GoList = value;
    return { ...whole, items: whole.items.slice(start, end) };
  }
  return refuse(`a value of type ${typeName(value)} cannot be sliced`);
}

function limits(bounds: readonly Value[], size: number, what: string): readonly [number, number] {
  const [start = 0, end = size] = bounds.map((one) => position(one, size, what));
  if (start > end) refuse(`a slice from ${start} to ${end} is no slice`);
  return [start, end];
}

const markup: Readonly<Record<string, string>> = {
  '\0': '\u{fffd}',
  '"': '&#34;',
  "'": '&#39;',
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
};

export function escapeHtml(value: string): string {
  return value.replaceAll(/[\0"'&<>]/g, (character) => markup[character] ?? character);
}

function escapeJs(value: string): string {
  return value.replaceAll(/[\p{C}\\'"<>&=]/gu, (character) => {
    if (character === '\\' || character === "'" || character === '"') return `\\${character}`;
    const hex = (character.codePointAt(0) ?? 0).toString(16).toUpperCase();
    return `\\u${hex.padStart(4, '0')}`;
  });
}

export function queryEscaped(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      if (/[\w.~-]/.test(character)) return character;
      return character === ' ' ? '+' : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}
