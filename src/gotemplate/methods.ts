import { rounded, truncated } from './duration.js';
import { numberText, pairsOf, text } from './print.js';
import { refuse } from './refuse.js';
import { addDate, fieldsOf, inZone, utc, zeroTime } from './time.js';
import { formatTime, timeText } from './time-format.js';
import {
  duration,
  type GoList,
  type GoMap,
  type GoStruct,
  type GoTime,
  isPlain,
  list,
  type NamedNumber,
  typeOf,
  type Value,
} from './values.js';
import { isAtLeast } from './version.js';

type Run<T> = (receiver: T, args: readonly Value[]) => Value;

const nanoseconds = (value: Value | undefined) => (value as NamedNumber).value;
const int64 = (value: bigint): NamedNumber => ({ kind: 'number', type: 'int64', value });
const moment = (value: Value | undefined) => value as GoTime;

const timeMethods: Readonly<Record<string, Run<GoTime>>> = {
  Year: (time) => BigInt(fieldsOf(time).year),
  YearDay: (time) => BigInt(fieldsOf(time).yearDay),
  Day: (time) => BigInt(fieldsOf(time).day),
  Hour: (time) => BigInt(fieldsOf(time).hours),
  Minute: (time) => BigInt(fieldsOf(time).minutes),
  Second: (time) => BigInt(fieldsOf(time).seconds),
  Nanosecond: (time) => BigInt(fieldsOf(time).nanoseconds),
  Month: (time) => ({ kind: 'number', type: 'time.Month', value: BigInt(fieldsOf(time).month + 1) }),
  Weekday: (time) => ({ kind: 'number', type: 'time.Weekday', value: BigInt(fieldsOf(time).weekday) }),
  Unix: ({ ns }) => int64(floor(ns, 1_000_000_000n)),
  UnixMilli: ({ ns }) => int64(floor(ns, 1_000_000n)),
  UnixMicro: ({ ns }) => int64(floor(ns, 1_000n)),
  UnixNano: ({ ns }) => int64(BigInt.asIntN(64, ns)),
  Format: (time, [layout]) => formatTime(time, layout as string),
  String: timeText,
  UTC: utc,
  Local: utc,
  Add: (time, [more]) => inZone({ ...time, ns: time.ns + nanoseconds(more) }),
  AddDate: (time, [years, months, days]) => addDate(time, years as bigint, months as bigint, days as bigint),
  Sub: ({ ns }, [other]) => duration(clamped(ns - moment(other).ns)),
  Round: (time, [unit]) => inZone({ ...time, ns: zeroTime.ns + rounded(time.ns - zeroTime.ns, nanoseconds(unit)) }),
  Truncate: (time, [unit]) =>
    inZone({ ...time, ns: zeroTime.ns + truncated(time.ns - zeroTime.ns, nanoseconds(unit)) }),
  After: ({ ns }, [other]) => ns > moment(other).ns,
  Before: ({ ns }, [other]) => ns < moment(other).ns,
  Equal: ({ ns }, [other]) => ns === moment(other).ns,
  Compare: ({ ns }, [other]) => BigInt(Number(ns > moment(other).ns) - Number(ns < moment(other).ns)),
  IsZero: ({ ns }) => ns === zeroTime.ns,
};

const durationMethods: Readonly<Record<string, Run<NamedNumber>>> = {
  Hours: ({ value }) => Number(value) / 3.6e12,
  Minutes: ({ value }) => Number(value) / 6e10,
  Seconds: ({ value }) => Number(value / 1_000_000_000n) + Number(value % 1_000_000_000n) / 1e9,
  Milliseconds: ({ value }) => int64(value / 1_000_000n),
  Microseconds: ({ value }) => int64(value / 1_000n),
  Nanoseconds: ({ value }) => int64(value),
  Round: ({ value }, [unit]) => duration(rounded(value, nanoseconds(unit))),
  Truncate: ({ value }, [unit]) => duration(truncated(value, nanoseconds(unit))),
  Abs: ({ value }) => duration(value < 0n ? -value : value),
  String: numberText,
};

interface Versioned {
  readonly version?: string | undefined;
}

function column(pairs: readonly Value[], name: string, { version }: Versioned): GoList {
  const isNamed = version === undefined || isAtLeast(version, '0.34');
  const items = pairs.map((pair) => (pair as GoStruct).fields[name] ?? '');
  return list(isNamed ? 'template.Strings' : '[]string', items);
}

const pairsMethods: Readonly<Record<string, Run<GoList>>> = {
  Names: (pairs) => column(pairs.items, 'Name', pairs),
  Values: (pairs) => column(pairs.items, 'Value', pairs),
  String: (pairs) => (isPlain(pairs) ? tooOld('String') : text(pairs)),
};

const kvMethods: Readonly<Record<string, Run<GoMap>>> = {
  SortedPairs: (map) => ({ ...list('template.Pairs', pairsOf(map)), version: map.version }),
  Names: (map) => column(pairsOf(map), 'Name', map),
  Values: (map) => column(pairsOf(map), 'Value', map),
  Remove: (map, [names]) => {
    const gone = new Set((names as GoList).items);
    return { ...map, entries: new Map([...map.entries].filter(([name]) => !gone.has(name))) };
  },
  String: (map) => (isPlain(map) ? tooOld('String') : text(map)),
};

const ofStatus = (status: string) => (alerts: GoList) =>
  list(
    '[]template.Alert',
    alerts.items.filter((one) => (one as GoStruct).fields.Status === status),
  );

const methods: Readonly<Record<string, Readonly<Record<string, Run<never>>>>> = {
  'time.Time': timeMethods,
  'time.Duration': durationMethods,
  'time.Month': { String: numberText },
  'time.Weekday': { String: numberText },
  'template.Pairs': pairsMethods,
  'template.KV': kvMethods,
  'template.Strings': {
    Join: ({ items }: GoList, [separator]: readonly Value[]) => items.join(separator as string),
  },
  'template.Alerts': { Firing: ofStatus('firing'), Resolved: ofStatus('resolved') },
};

/** Calls a method whose arguments have been checked. */
export function callMethod(receiver: Value, name: string, args: readonly Value[]): Value {
  const run = methods[typeOf(receiver)]?.[name] as Run<Value> | undefined;
  return run ? run(receiver, args) : refuse(`there is no method ${name}`);
}

function tooOld(name: string): never {
  return refuse(`labels have no method ${name} before Alertmanager 0.26`);
}

function floor(value: bigint, unit: bigint): bigint {
  return value / unit - (value % unit < 0n ? 1n : 0n);
}

const longest = 2n ** 63n - 1n;

function clamped(value: bigint): bigint {
  return value > longest ? longest : value < -longest - 1n ? -longest - 1n : value;
}
