import { any, fn, type GoFunction } from './function.js';
import { humanizeDuration, toFloat } from './humanize.js';
import { toJson } from './json.js';
import { refuse } from './refuse.js';
import { matches, replaceAll } from './regex.js';
import { inLocation, parseTime, utc, zeroTime } from './time.js';
import { formatTime } from './time-format.js';
import { lower, title, upper } from './title.js';
import { duration, type GoList, type GoMap, type GoStruct, type GoTime, list, type Value } from './values.js';
import { isAtLeast } from './version.js';

const text = (value: Value | undefined) => value as string;
const moment = (value: Value | undefined) => value as GoTime;

/** What Alertmanager adds to Go's own functions. */
export const alertmanagerFunctions: Readonly<Record<string, GoFunction>> = {
  toUpper: fn(['string'], 'string', ([value]) => upper(text(value))),
  toLower: fn(['string'], 'string', ([value]) => lower(text(value))),
  title: fn(['string'], 'string', ([value]) => title(text(value), true)),
  join: fn(['string', '[]string'], 'string', ([separator, all]) => (all as GoList).items.join(text(separator))),
  match: fn(['string', 'string'], 'bool', ([pattern, value]) => matches(text(pattern), text(value))),
  reReplaceAll: fn(['string', 'string', 'string'], 'string', ([pattern, by, value]) =>
    replaceAll(text(pattern), text(by), text(value)),
  ),
  safeHtml: fn(['string'], 'template.HTML', ([value]) => ({
    kind: 'markup',
    type: 'template.HTML',
    text: text(value),
  })),
  stringSlice: fn([], '[]string', (all) => list('[]string', all), { rest: 'string' }),
  trimSpace: fn(['string'], 'string', ([value]) => text(value).replace(/^[\s\u0085]+|[\s\u0085]+$/gu, ''), {
    since: '0.26',
  }),
  date: fn(['string', 'time.Time'], 'string', ([layout, time]) => formatTime(moment(time), text(layout)), {
    since: '0.28',
  }),
  tz: fn(['string', 'time.Time'], 'time.Time', ([name, time]) => inPlace(text(name), moment(time)), { since: '0.28' }),
  since: fn(['time.Time'], 'time.Duration', ([time], { now }) => duration(now.ns - moment(time).ns), { since: '0.28' }),
  humanizeDuration: fn([any], 'string', ([value = null]) => humanizeDuration(toFloat(value)), { since: '0.28' }),
  toJson: fn([any], 'string', ([value = null]) => toJson(value), { since: '0.30' }),
  safeUrl: fn(['string'], 'template.URL', ([value]) => ({ kind: 'markup', type: 'template.URL', text: text(value) }), {
    since: '0.30',
  }),
  urlUnescape: fn(['string'], 'string', ([value]) => unescaped(text(value)), { since: '0.30' }),
  dict: fn([], 'map[string]interface {}', dict, { rest: any, since: '0.32' }),
  list: fn([], '[]interface {}', (items) => list('[]interface {}', items), { rest: any, since: '0.32' }),
  append: fn(
    ['[]interface {}'],
    '[]interface {}',
    ([all, ...more]) => {
      return list('[]interface {}', [...(all as GoList).items, ...more]);
    },
    { rest: any, since: '0.32' },
  ),
  now: fn([], 'time.Time', (_, { now }) => now, { since: '0.33' }),
  toDate: fn(['string', 'string'], 'time.Time', ([layout, value]) => parsed(text(layout), text(value)) ?? zeroTime, {
    since: '0.34',
  }),
  mustToDate: fn(
    ['string', 'string'],
    'time.Time',
    ([layout, value]) => {
      return parsed(text(layout), text(value)) ?? refuse(`"${text(value)}" is no time in the layout "${text(layout)}"`);
    },
    { since: '0.34' },
  ),
  base64encode: fn(['string'], 'string', ([value]) => urlSafe(Buffer.from(text(value)).toString('base64')), {
    since: '0.34',
  }),
  base64decode: fn(['string'], 'string', ([value]) => Buffer.from(text(value), 'base64url').toString(), {
    since: '0.34',
  }),
  routeLabels: fn(['string'], 'string', () => '', { since: '0.34' }),
};

function inPlace(name: string, time: GoTime): GoTime {
  return inLocation(time, name) ?? refuse(`there is no time zone "${name}"`);
}

function unescaped(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return refuse(`"${value}" is no escaped text`);
  }
}

function urlSafe(base64: string): string {
  return base64.replaceAll('+', '-').replaceAll('/', '_');
}

function dict(args: readonly Value[]): GoMap {
  if (args.length % 2 !== 0) refuse('dict takes keys and values in turn, and one value is missing');
  const entries = new Map<string, Value>();
  for (let at = 0; at < args.length; at += 2) {
    const key = args[at];
    if (typeof key !== 'string') refuse('the keys of dict are texts');
    entries.set(key as string, args[at + 1] ?? null);
  }
  return { kind: 'map', type: 'map[string]interface {}', entries };
}

/** A moment in a layout of numbers; Go's other layouts are rare for reading. */
function parsed(layout: string, value: string): GoTime | undefined {
  const pieces = /2006|01|02|15|04|05|Z07:00|Jan/g;
  const order: string[] = [];
  const source = layout.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&').replaceAll(pieces, (piece) => {
    order.push(piece);
    return piece === 'Z07:00'
      ? '(Z|[+-]\\d\\d:\\d\\d)'
      : piece === 'Jan'
        ? '([A-Z][a-z]{2})'
        : `(\\d{${piece.length}})`;
  });
  const match = new RegExp(`^${source}$`).exec(value);
  if (!match) return undefined;
  const part = (piece: string, otherwise: string) => match[order.indexOf(piece) + 1] ?? otherwise;
  const found = (piece: string, otherwise: string) => (order.includes(piece) ? part(piece, otherwise) : otherwise);
  const month = order.includes('Jan')
    ? String(
        ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].indexOf(part('Jan', '')) +
          1,
      )
    : found('01', '01');
  const day = `${found('2006', '0000')}-${month.padStart(2, '0')}-${found('02', '01')}`;
  const time = parseTime(
    `${day}T${found('15', '00')}:${found('04', '00')}:${found('05', '00')}${found('Z07:00', 'Z')}`,
  );
  return time && utc(time);
}

/** An alert as JSON has it, in webhooks and in the data of `amtool template render`. */
export interface AlertJson {
  readonly status: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** RFC 3339. */
  readonly startsAt: string;
  readonly endsAt: string;
  readonly generatorURL?: string;
  readonly fingerprint?: string;
}

/** What a notification is made of. */
export interface NotificationJson {
  readonly receiver: string;
  readonly status: string;
  readonly alerts: readonly AlertJson[];
  readonly groupLabels: Readonly<Record<string, string>>;
  readonly commonLabels: Readonly<Record<string, string>>;
  readonly commonAnnotations: Readonly<Record<string, string>>;
  readonly externalURL: string;
  readonly notification_reason?: string;
  readonly routeLabels?: Readonly<Record<string, string>>;
}

/** Fields of the data that came later. */
export const fieldsSince: Readonly<Record<string, string>> = { NotificationReason: '0.33', RouteLabels: '0.34' };

/**
 * What the templates of Alertmanager see.
 * @param version of Alertmanager; without one, the newest that is known
 */
export function notificationData(json: NotificationJson, version?: string): GoStruct {
  const kv = (labels: Readonly<Record<string, string>> | undefined): GoMap => ({
    kind: 'map',
    type: 'template.KV',
    entries: new Map(Object.entries(labels ?? {})),
    version,
  });
  const has = (field: string) => version === undefined || isAtLeast(version, fieldsSince[field] ?? '0');
  const alerts = json.alerts.map(
    (alert): GoStruct => ({
      kind: 'struct',
      type: 'template.Alert',
      fields: {
        Status: alert.status,
        Labels: kv(alert.labels),
        Annotations: kv(alert.annotations),
        StartsAt: parseTime(alert.startsAt) ?? zeroTime,
        EndsAt: parseTime(alert.endsAt) ?? zeroTime,
        GeneratorURL: alert.generatorURL ?? '',
        Fingerprint: alert.fingerprint ?? '',
      },
    }),
  );
  return {
    kind: 'struct',
    type: '*template.Data',
    fields: {
      Receiver: json.receiver,
      Status: json.status,
      Alerts: list('template.Alerts', alerts),
      ...(has('NotificationReason') ? { NotificationReason: json.notification_reason ?? '' } : {}),
      GroupLabels: kv(json.groupLabels),
      CommonLabels: kv(json.commonLabels),
      CommonAnnotations: kv(json.commonAnnotations),
      ...(has('RouteLabels') ? { RouteLabels: kv(json.routeLabels) } : {}),
      ExternalURL: json.externalURL,
    },
  };
}
