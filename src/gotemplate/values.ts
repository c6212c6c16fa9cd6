import { isAtLeast } from './version.js';

/**
 * Values as Go has them, as plain data: `bigint` is an int, `number` a float64, `null` an interface that holds
 * nothing. Everything else says what type it is.
 */
export type Value =
  | null
  | boolean
  | bigint
  | number
  | string
  | GoMap
  | GoList
  | GoStruct
  | GoTime
  | NamedNumber
  | Markup;

export interface GoMap {
  readonly kind: 'map';
  /** `template.KV`, `map[string]string`, `map[string]interface {}`. */
  readonly type: string;
  readonly entries: ReadonlyMap<string, Value>;
  /** Of labels: the version of Alertmanager whose labels they are; without one, the newest. */
  readonly version?: string | undefined;
}

export interface GoList {
  readonly kind: 'list';
  readonly type: string;
  readonly items: readonly Value[];
  readonly version?: string | undefined;
}

export interface GoStruct {
  readonly kind: 'struct';
  readonly type: string;
  readonly fields: Readonly<Record<string, Value>>;
}

/** A moment, and where it is told: seconds east of Greenwich, and what that is called. */
export interface GoTime {
  readonly kind: 'time';
  /** Nanoseconds since 1970. */
  readonly ns: bigint;
  readonly offset: number;
  readonly zone: string;
  /** The place whose clock it is, for moments calculated from this one: `Europe/Berlin`. */
  readonly location: string;
}

/** A whole number with a type of its own: a duration in nanoseconds, a month, a weekday, a byte. */
export interface NamedNumber {
  readonly kind: 'number';
  readonly type: 'time.Duration' | 'time.Month' | 'time.Weekday' | 'uint8' | 'int32' | 'int64';
  readonly value: bigint;
}

/** Text that HTML templates take as it is: markup, or an address. */
export interface Markup {
  readonly kind: 'markup';
  readonly type: 'template.HTML' | 'template.URL';
  readonly text: string;
}

export function typeOf(value: Value): string {
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'bigint':
      return 'int';
    case 'number':
      return 'float64';
    case 'string':
      return 'string';
    default:
      return value === null ? 'nil' : value.kind === 'time' ? 'time.Time' : value.type;
  }
}

export const list = (type: string, items: readonly Value[]): GoList => ({ kind: 'list', type, items });

/** Whether a value is of Alertmanager before 0.26, which prints labels as any other map. */
export function isPlain({ version }: { readonly version?: string | undefined }): boolean {
  return version !== undefined && !isAtLeast(version, '0.26');
}

export const duration = (value: bigint): NamedNumber => ({ kind: 'number', type: 'time.Duration', value });

/** The keys of a map as Go orders them: by their bytes. */
export function sortedKeys({ entries }: GoMap): string[] {
  return [...entries.keys()].sort(byBytes);
}

export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Whether `if` takes it for true. */
export function isTrue(value: Value): boolean {
  if (value === null) return false;
  if (typeof value !== 'object') return Boolean(value) || Number.isNaN(value);
  switch (value.kind) {
    case 'map':
      return value.entries.size > 0;
    case 'list':
      return value.items.length > 0;
    case 'number':
      return value.value !== 0n;
    case 'markup':
      return value.text !== '';
    default:
      return true;
  }
}
