import { describe, expect, it } from 'vitest';
import type { OptionsOf } from '../../src/define/options.js';
import { isUserError } from '../../src/errors.js';
import * as obsctl from '../../src/index.js';
import { duration, load, memory, requests } from '../types/prelude.js';

// biome-ignore lint/suspicious/noExplicitAny: the mistakes are about what the types refuse
const any = obsctl as any;
const { secret } = obsctl;

const metric = {
  help: 'Help.',
  unit: 'requests',
  labels: { service: null },
  owner: 'team',
  group: 'group',
  exposedBy: ['service'],
  series: 1,
  aggregate: 'sum',
};
const panel = { description: 'What it shows.', queries: [obsctl.query(obsctl.max(memory))] };
const source = { title: 'Source', url: 'http://localhost:9090' };
const server = {
  scrapeInterval: '15s',
  scrapeTimeout: '10s',
  evaluationInterval: '30s',
  externalLabels: {},
  dropFromAlerts: [],
  alertmanagers: { scheme: 'http', addresses: ['localhost:9093'] },
  maxExemplars: 100,
  retention: '30d',
  externalUrl: 'http://localhost:9090',
};
const spans = {
  namespace: 'shop',
  services: [{ name: 'api', version: '1' }],
  sampling: { head: 1, tailPercent: 10, slowMilliseconds: 500 },
  endpoint: 'http://localhost:4317',
  protocol: 'grpc',
  exportTimeout: 1,
  batchExportTimeout: 2,
  collector: {
    resource: {},
    replicas: ['collector:4317'],
    jaeger: 'jaeger:4317',
    jaegerTls: false,
    metricsPort: 8889,
    ownMetricsPort: 8888,
    buckets: [0.1],
    dimensions: [],
    drop: { routes: [], rpcServices: [], userAgents: [] },
  },
};
const module = obsctl.httpModule('http', { timeout: '5s' });
const targets = [{ address: 'http://localhost:1', labels: { service: 'api' } }];
const pager = obsctl.receiver('pager', []);
const variable = obsctl.variable.datasource('datasource', { type: 'prometheus', label: 'Data source' });
const rule = obsctl.alert('A', { expr: obsctl.gt(memory, 1), labels: {}, annotations: {} });
const dashboard = {
  uid: 'home',
  title: 'Home',
  description: 'Home.',
  folder: obsctl.folder('f', 'F'),
  tags: [],
  from: '6h',
  refresh: '30s',
  variables: [variable],
  rows: [],
};

type Call = (options: object) => unknown;

/** Each function that takes options, with options that are right. */
const functions: Readonly<Record<string, readonly [right: object, call: Call]>> = {
  counter: [metric, (options) => any.counter('c_total', options)],
  gauge: [metric, (options) => any.gauge('g', options)],
  histogram: [{ ...metric, buckets: [1] }, (options) => any.histogram('h', options)],
  summary: [{ ...metric, quantiles: ['0.5'] }, (options) => any.summary('s', options)],
  record: [{}, (options) => any.record('a:b:c', memory, options)],
  alert: [{ expr: obsctl.gt(memory, 1), labels: {}, annotations: {} }, (options) => any.alert('A', options)],
  ruleGroup: [{ interval: '30s' }, (options) => any.ruleGroup('g', options, [])],
  dashboard: [dashboard, any.dashboard],
  folder: [{}, (options) => any.folder('f', 'F', options)],
  row: [{}, (options) => any.row('Row', [], options)],
  annotation: [
    { query: memory, title: 'Deployed', color: 'blue' },
    (options) => any.annotation('Deployments', options),
  ],
  query: [{}, (options) => any.query(memory, options)],
  buckets: [{}, (options) => any.buckets(obsctl.rate(duration, '5m'), options)],
  traces: [{ datasource: variable, service: 'api', limit: 20 }, any.traces],
  above: [{ red: 1 }, any.above],
  below: [{ red: 1 }, any.below],
  between: [{ redBelow: 1, yellow: 2, red: 3 }, any.between],
  tcpModule: [{ timeout: '5s', steps: [] }, (options) => any.tcpModule('tcp', options)],
  httpModule: [{ timeout: '5s' }, (options) => any.httpModule('http', options)],
  grpcModule: [{ timeout: '5s', service: 'api', tls: true }, (options) => any.grpcModule('grpc', options)],
  prometheusServer: [server, (options) => any.prometheusServer('prometheus', options)],
  scrapeJob: [{ targets: [{ address: 'localhost:1', labels: {} }] }, (options) => any.scrapeJob('api', options)],
  probe: [
    { module, exporter: 'localhost:9115', targets, interval: '30s', timeout: '6s' },
    (options) => any.probe('web', options),
  ],
  route: [{}, any.route],
  inhibit: [{ source: {}, target: {}, equal: [] }, any.inhibit],
  notifications: [{ route: { receiver: pager } }, any.notifications],
  slack: [{ channel: '#alerts' }, any.slack],
  email: [{ to: 'a@example.com' }, any.email],
  teams: [{ url: secret.env('TEAMS') }, any.teams],
  webhook: [{ url: secret.env('HOOK') }, any.webhook],
  sms: [{ to: secret.env('PHONE'), region: 'eu-west-1', message: 'Down.' }, any.sms],
  pagerduty: [{ routingKey: secret.env('KEY') }, any.pagerduty],
  timeInterval: [{ weekdays: ['monday'] }, (options) => any.timeInterval('mondays', options)],
  status: [{ health: memory, tables: [] }, (options) => any.status('shop', options)],
  tracing: [spans, (options) => any.tracing('tracing', options)],
  test: [{ step: '30s' }, (options) => any.test('t', options, obsctl.expect(rule).toStayQuiet('5m'))],
  routing: [{ alert: 'A', notifies: [] }, (options) => any.routing('r', [options])],
  message: [{ alert: 'Down' }, (options) => any.message('m', [pager], [options])],
  scenario: [
    { step: '30s' },
    (options) => any.scenario('s', 'Sun 03:00', options, obsctl.expect(pager).toHearNothing('5m')),
  ],
  percentDecrease: [{ by: 1, offset: '1h', minBaseline: 1 }, (options) => any.percentDecrease(memory, options)],
  percentIncrease: [{ by: 1, offset: '1h', minBaseline: 1 }, (options) => any.percentIncrease(memory, options)],
  div: [{ on: [] }, (options) => any.div(memory, load, options)],
  mul: [{ on: [] }, (options) => any.mul(memory, load, options)],
  and: [{ on: [] }, (options) => any.and(memory, load, options)],
  unless: [{ on: [] }, (options) => any.unless(memory, load, options)],
  'expect(alert)': [{}, (options) => any.expect(rule).toFireAt('5m', options)],
  'expect(query)': [{ value: 1 }, (options) => any.expect(obsctl.max(memory)).toHave('5m', options)],
  'expect(receiver)': [{}, (options) => any.expect(pager).toBeToldBy('5m', options)],
  'panel.timeseries': [panel, (options) => any.panel.timeseries('P', options)],
  'panel.stat': [panel, (options) => any.panel.stat('P', options)],
  'panel.gauge': [panel, (options) => any.panel.gauge('P', options)],
  'panel.bargauge': [panel, (options) => any.panel.bargauge('P', options)],
  'panel.barchart': [panel, (options) => any.panel.barchart('P', options)],
  'panel.stateTimeline': [panel, (options) => any.panel.stateTimeline('P', options)],
  'panel.statusHistory': [panel, (options) => any.panel.statusHistory('P', options)],
  'panel.table': [{ ...panel, rows: [] }, (options) => any.panel.table('P', options)],
  'panel.heatmap': [panel, (options) => any.panel.heatmap('P', options)],
  'panel.traces': [panel, (options) => any.panel.traces('P', options)],
  'panel.custom': [{}, (options) => any.panel.custom('P', { build: () => ({}) }, options)],
  'datasource.prometheus': [{ ...source, timeInterval: '30s' }, (options) => any.datasource.prometheus('p', options)],
  'datasource.jaeger': [source, (options) => any.datasource.jaeger('j', options)],
  'variable.datasource': [{ type: 'prometheus', label: 'Source' }, (options) => any.variable.datasource('d', options)],
  'variable.labelValues': [
    { label: 'Service' },
    (options) => any.variable.labelValues('service', memory, 'service', options),
  ],
  'secret.file': [{}, (options) => any.secret.file('/run/secret', options)],
  'state.git': [{}, (options) => any.state.git('state', options)],
};

/** Everything else that definitions import: it takes values, queries and labels, whose own checks are elsewhere. */
const without = [
  ...['sum', 'avg', 'max', 'min', 'count', 'topk', 'bottomk', 'add', 'sub', 'negate', 'percentToRatio'],
  ...['eq', 'ge', 'gt', 'le', 'lt', 'ne', 'or', 'holds', 'absent', 'clampMax', 'clampMin', 'constant', 'orZero'],
  ...['promql', 'scalar', 'sortDesc', 'time', 'withUnit', 'observations', 'observationsUpTo', 'quantile'],
  ...['avgOverTime', 'changes', 'countOverTime', 'delta', 'deriv', 'increase', 'lastOverTime', 'maxOverTime'],
  ...['minOverTime', 'predictLinear', 'rate', 'sumOverTime', 'ratio', 'share', 'zeroFilled', 'labelReplace'],
  ...[
    'basicAuth',
    'bearerToken',
    'anyValue',
    'not',
    'notRe',
    're',
    'template',
    'receiver',
    'series',
    'except',
    'survivor',
  ],
  ...['ended', 'missing', 'perHour', 'perMinute', 'perSecond', 'steady', 'currentEnvironment'],
  // load/config.ts checks what they say
  ...['defineConfig', 'target'],
];

function thrownBy(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe('options that nobody reads', () => {
  it.each(Object.entries(functions))('%s takes its own options and no other', (_, [right, call]) => {
    expect(thrownBy(() => call(right))).toBeUndefined();
    const thrown = thrownBy(() => call({ ...right, nonsense: '5m' }));
    expect(isUserError(thrown)).toBe(true);
    expect(thrown).toMatchObject({
      code: 'definition/unknown-option',
      message: expect.stringMatching(/ has no option "nonsense"$/),
      help: expect.stringMatching(/ are \w+|it has none/),
    });
  });

  it('are refused by every function there is', () => {
    const tested = new Set([...Object.keys(functions).map((name) => name.split(/[.(]/)[0] ?? ''), ...without]);
    expect(Object.keys(obsctl).filter((name) => !tested.has(name))).toEqual([]);
  });
});

const mistakes: readonly (readonly [what: string, says: string, help: string, mistake: () => unknown])[] = [
  [
    'a misspelt option',
    'the alert A has no option "fore": did you mean "for"?',
    'the options are expr, for, keepFiringFor, labels, annotations',
    () => any.alert('A', { expr: obsctl.gt(memory, 1), fore: '5m', labels: {}, annotations: {} }),
  ],
  [
    'a misspelt unit',
    'unit of the counter c_total is "erors": did you mean "errors"?',
    'it has to be one of count, requests, messages, ',
    () => any.counter('c_total', { ...metric, unit: 'erors' }),
  ],
  [
    'a word that is like none of the known ones',
    'aggregate of the gauge g is "median"',
    'it has to be one of sum, max, count, none',
    () => any.gauge('g', { ...metric, aggregate: 'median' }),
  ],
  [
    'a text instead of a number',
    'series of the gauge g is "3"',
    'it has to be a number',
    () => any.gauge('g', { ...metric, series: '3' }),
  ],
  [
    'a text instead of a list',
    'exposedBy of the gauge g is "api"',
    'it has to be a list',
    () => any.gauge('g', { ...metric, exposedBy: 'api' }),
  ],
  [
    'an option that is missing',
    'the gauge g has no help',
    'it needs help, unit, labels, owner, group, exposedBy, series, aggregate',
    () => any.gauge('g', { ...metric, help: undefined }),
  ],
  [
    'no options at all',
    'the options of the alert A are missing',
    'write { expr, labels, annotations }',
    () => any.alert('A'),
  ],
  [
    'values of a label that are no list',
    'the label service of the gauge g has no list of values',
    'anyValue',
    () => any.gauge('g', { ...metric, labels: { service: 'api' } }),
  ],
  [
    'an option inside a list',
    'the panel "P" has no option "links[1].titel": did you mean "title"?',
    'the options of links[1] are title, url, on, newTab',
    () =>
      any.panel.stat('P', {
        ...panel,
        links: [
          { title: 'a', url: 'b', on: 'panel' },
          { titel: 'a', url: 'b', on: 'value' },
        ],
      }),
  ],
  [
    'an option inside another one',
    'alertmanagers.scheme of the Prometheus server p is "htps": did you mean "https"?',
    'it has to be one of http, https',
    () => any.prometheusServer('p', { ...server, alertmanagers: { scheme: 'htps', addresses: [] } }),
  ],
  [
    'the name of what every object has',
    'the alert A has no option "toString"',
    'the options are',
    () => any.alert('A', { expr: obsctl.gt(memory, 1), labels: {}, annotations: {}, toString: '' }),
  ],
  [
    'a unit that does not exist',
    'unit of withUnit() is "second": did you mean "seconds"?',
    'it has to be one of',
    () => any.withUnit(obsctl.count(memory), 'second'),
  ],
  [
    'an operator that does not exist',
    'op of holds() is "above"',
    'it has to be one of >, <, >=',
    () => any.holds(memory, 'above', 1),
  ],
  [
    'a label that a series of a test cannot have',
    'http_requests_total has no label "rout"',
    'its labels are service, route, status_code',
    () => any.series(requests, { rout: '/' }, 1),
  ],
  [
    'a value that a series of a test cannot have',
    'no http_requests_total has service="apii"',
    'the values of service are api, web',
    () => any.series(requests, { service: 'apii' }, 1),
  ],
  [
    'a text that is no series of values',
    'the values of http_requests_total are "1+2"',
    "promtool's notation: '0+5x10 _x3 7 stale'",
    () => any.series(requests, {}, '1+2'),
  ],
  [
    'values that do not exist',
    'the values of http_requests_total are missing',
    'write steady(95)',
    () => any.series(requests, {}, any.nothing),
  ],
  [
    'a threshold that does not exist',
    'a side of ">" is missing',
    'the name that it comes from may be misspelt',
    () => any.gt(memory, any.threshold),
  ],
  [
    'a multiple of a threshold that does not exist',
    'a side of ">=" is NaN',
    'the name that it comes from may be misspelt',
    () => any.ge(memory, 2 * any.threshold),
  ],
  ...(['add', 'sub', 'mul', 'div'] as const).map(
    (name, index) =>
      [
        `${name}() of a query that does not exist`,
        `a side of "${'+-*/'[index]}" is missing`,
        'the name that it comes from may be misspelt',
        () => any[name](any.nothing, memory),
      ] as const,
  ),
  [
    'a data source of a misspelt type',
    'type of the variable source is "promtheus": did you mean "prometheus"?',
    'it is the type of the data source',
    () => any.variable.datasource('source', { type: 'promtheus', label: 'Source' }),
  ],
  [
    'a dashboard that does not begin with its data source',
    'the first of the variables of the dashboard home is no data source',
    'begin with variable.datasource(',
    () => any.dashboard({ ...dashboard, variables: [] }),
  ],
];

describe('a mistake in options', () => {
  it.each(mistakes)('%s', (_, says, help, mistake) => {
    const thrown = thrownBy(mistake) as { readonly help: string };
    expect(thrown).toMatchObject({ name: 'UserError', message: says });
    expect(thrown.help).toContain(help);
  });

  it('takes a data source of a type that nobody here has heard of', () => {
    const type = 'victoriametrics-metrics-datasource';
    expect(obsctl.variable.datasource('source', { type, label: 'Source' }).type).toBe(type);
  });

  it('never repeats what may be a secret', () => {
    const token = `hook-${'x'.repeat(60)}`;
    expect(String(thrownBy(() => any.webhook({ url: secret.env('HOOK'), maxAlerts: token })))).not.toContain(token);
  });
});

interface Sample {
  readonly name: string;
  readonly size?: number;
  readonly color: 'red' | 'green';
}

/** The compiler holds this: without these errors, a table could be incomplete, and nobody would notice. */
const tables = {
  right: { name: 'text', size: 'number?', color: { oneOf: { red: true, green: true } } } satisfies OptionsOf<Sample>,
  // @ts-expect-error an option is left out
  incomplete: { name: 'text', size: 'number?' } satisfies OptionsOf<Sample>,
  more: {
    ...{ name: 'text', size: 'number?', color: { oneOf: { red: true, green: true } } },
    // @ts-expect-error one too many
    weight: 'number',
  } satisfies OptionsOf<Sample>,
  // @ts-expect-error what may be left out is not said to
  needed: { name: 'text', size: 'number', color: { oneOf: { red: true, green: true } } } satisfies OptionsOf<Sample>,
  // @ts-expect-error a word is left out
  words: { name: 'text', size: 'number?', color: { oneOf: { red: true } } } satisfies OptionsOf<Sample>,
  // @ts-expect-error a number is no text
  kind: { name: 'number', size: 'number?', color: { oneOf: { red: true, green: true } } } satisfies OptionsOf<Sample>,
};

it('tables differ, and the compiler refuses all but the first of them', () => {
  expect(Object.keys(tables)).toHaveLength(6);
});
