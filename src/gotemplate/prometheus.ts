import { queryEscaped } from './builtins.js';
import { any, fn, type GoFunction } from './function.js';
import {
  humanize,
  humanize1024,
  humanizeDuration,
  humanizePercentage,
  secondsOf,
  timestampOf,
  toFloat,
} from './humanize.js';
import { refuse } from './refuse.js';
import { matches, replaceAll } from './regex.js';
import { timeText } from './time-format.js';
import { lower, title, upper } from './title.js';
import { byBytes, duration, type GoList, type GoMap, type GoStruct, type GoTime, list, type Value } from './values.js';

/** The variables that the templates of rules begin with. */
export const ruleVariables = ['$labels', '$externalLabels', '$externalURL', '$value'];

const text = (value: Value | undefined) => value as string;
const number = (run: (value: number) => string) => fn([any], 'string', ([value = null]) => run(toFloat(value)));

/** What Prometheus adds to Go's own functions, for the annotations and labels of rules. */
export const prometheusFunctions: Readonly<Record<string, GoFunction>> = {
  query: fn(['string'], 'template.queryResult', ([query], { query: ask }) => {
    return ask?.(text(query)) ?? refuse('there is no server to ask');
  }),
  first: fn(['template.queryResult'], 'template.sample', ([all]) => {
    return (all as GoList).items[0] ?? refuse('the query has no result, so there is no first one');
  }),
  label: fn(['string', 'template.sample'], 'string', ([name, sample]) => labelOf(sample, text(name))),
  value: fn(['template.sample'], any, ([sample]) => (sample as GoStruct).fields.Value ?? null),
  strvalue: fn(['template.sample'], 'string', ([sample]) => labelOf(sample, '__value__')),
  sortByLabel: fn(['string', 'template.queryResult'], 'template.queryResult', ([name, all]) => {
    const { items } = all as GoList;
    return list(
      'template.queryResult',
      [...items].sort((a, b) => byBytes(labelOf(a, text(name)), labelOf(b, text(name)))),
    );
  }),
  args: fn(
    [],
    'map[string]interface {}',
    (all) => ({
      kind: 'map',
      type: 'map[string]interface {}',
      entries: new Map(all.map((one, index) => [`arg${index}`, one])),
    }),
    { rest: any },
  ),
  reReplaceAll: fn(['string', 'string', 'string'], 'string', ([pattern, by, value]) =>
    replaceAll(text(pattern), text(by), text(value)),
  ),
  match: fn(['string', 'string'], 'bool', ([pattern, value]) => matches(text(pattern), text(value))),
  safeHtml: fn(['string'], 'template.HTML', ([value]) => ({
    kind: 'markup',
    type: 'template.HTML',
    text: text(value),
  })),
  title: fn(['string'], 'string', ([value]) => title(text(value), false)),
  toUpper: fn(['string'], 'string', ([value]) => upper(text(value))),
  toLower: fn(['string'], 'string', ([value]) => lower(text(value))),
  graphLink: fn(['string'], 'string', ([query]) => linkTo(text(query), 0)),
  tableLink: fn(['string'], 'string', ([query]) => linkTo(text(query), 1)),
  stripPort: fn(['string'], 'string', ([value]) => hostAndPort(text(value))?.host ?? text(value)),
  stripDomain: fn(['string'], 'string', ([value]) => withoutDomain(text(value))),
  humanize: number(humanize),
  humanize1024: number(humanize1024),
  humanizeDuration: number(humanizeDuration),
  humanizePercentage: number(humanizePercentage),
  humanizeTimestamp: number((seconds) => (Number.isFinite(seconds) ? timeText(timeAt(seconds)) : String(seconds))),
  toTime: fn([any], 'time.Time', ([value = null]) => timeAt(toFloat(value))),
  parseDuration: fn(['string'], 'float64', ([value]) => secondsOf(text(value))),
  pathPrefix: fn([], 'string', (_, { externalUrl = '' }) => /^\w+:\/\/[^/]*(.*)$/.exec(externalUrl)?.[1] ?? ''),
  externalURL: fn([], 'string', (_, { externalUrl = '' }) => externalUrl),
  toDuration: fn([any], 'time.Duration', ([value = null]) => duration(BigInt(Math.trunc(toFloat(value) * 1e9))), {
    since: '3.6',
  }),
  now: fn([], 'float64', (_, { now }) => Number(now.ns / 1_000_000n) / 1_000, { since: '3.6' }),
  urlQueryEscape: fn(['string'], 'string', ([value]) => queryEscaped(text(value)), { since: '3.8' }),
};

function labelOf(sample: Value | undefined, name: string): string {
  return ((sample as GoStruct).fields.Labels as GoMap).entries.get(name)?.toString() ?? '';
}

function timeAt(seconds: number): GoTime {
  return { kind: 'time', ns: timestampOf(seconds), offset: 0, zone: 'UTC', location: 'UTC' };
}

function linkTo(query: string, tab: 0 | 1): string {
  return `/graph?g0.expr=${queryEscaped(query)}&g0.tab=${tab}`;
}

function hostAndPort(value: string): { readonly host: string; readonly port: string } | undefined {
  const [, inBrackets, host, port] = /^(?:\[([^\][]*)\]|([^\][:]*)):([^:\][]*)$/.exec(value) ?? [];
  return port === undefined ? undefined : { host: inBrackets ?? host ?? '', port };
}

function withoutDomain(value: string): string {
  const { host, port } = hostAndPort(value) ?? { host: value, port: '' };
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host) || host.includes(':')) return value;
  const name = host.split('.')[0] ?? '';
  return port === '' ? name : `${name}:${port}`;
}

/** What the templates of a rule see, and the values of {@link ruleVariables} in their order. */
export function ruleData(alert: {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
  readonly externalLabels?: Readonly<Record<string, string>>;
  readonly externalUrl?: string;
}): { readonly data: GoStruct; readonly variables: readonly Value[] } {
  const map = (labels: Readonly<Record<string, string>>): GoMap => ({
    kind: 'map',
    type: 'map[string]string',
    entries: new Map(Object.entries(labels)),
  });
  const { value, externalUrl = '' } = alert;
  const labels = map(alert.labels);
  const externalLabels = map(alert.externalLabels ?? {});
  return {
    data: {
      kind: 'struct',
      type: 'template.alert',
      fields: { Labels: labels, ExternalLabels: externalLabels, ExternalURL: externalUrl, Value: value },
    },
    variables: [labels, externalLabels, externalUrl, value],
  };
}
