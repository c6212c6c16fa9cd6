import { describe, expect, it } from 'vitest';
import { isUserError } from '../../src/errors.js';
import * as obsctl from '../../src/index.js';
import * as prelude from '../types/prelude.js';

const { requests, connections, duration, gcPause, memory, load, uptime, errorRate, p99 } = prelude;
const { rate, sum, quantile } = obsctl;

const anonymous = { title: 'T', url: 'http://prometheus:9090', timeInterval: '15s' } as const;

/** `obsctl build` does not check types, so these mistakes are also found when the definition runs. */
const mistakes: readonly (readonly [what: string, code: string, says: string, mistake: () => unknown])[] = [
  [
    'a password in the URL of a data source',
    'secret/literal',
    'the url of the data source p',
    () => obsctl.datasource.prometheus('p', { ...anonymous, url: 'http://reader:pass@prometheus:9090' }),
  ],
  [
    'a token in a header of a data source',
    'secret/literal',
    'the header Authorization of p',
    () => obsctl.datasource.prometheus('p', { ...anonymous, headers: { Authorization: 'Bearer abcdefgh12345' } }),
  ],
  [
    'a secret of a data source that is written out',
    'secret/literal',
    'tlsClientKey of the data source p',
    () => obsctl.datasource.prometheus('p', { ...anonymous, secrets: { tlsClientKey: 'key' as never } }),
  ],
  ['rate of a gauge', 'query/rate-of-gauge', 'memory_bytes', () => rate(memory as never, '5m')],
  ['increase of a gauge', 'query/rate-of-gauge', 'increase()', () => obsctl.increase(load as never, '5m')],
  ['rate of a summary', 'query/rate-of-gauge', 'gc_pause_seconds', () => rate(gcPause as never, '5m')],
  [
    'an average of a counter',
    'query/not-a-gauge',
    'http_requests_total',
    () => obsctl.avgOverTime(requests as never, '5m'),
  ],
  ['rate of a recording rule', 'query/rate-of-gauge', 'service:duration:p99', () => rate(p99 as never, '5m')],
  [
    'quantile of a bare histogram',
    'query/quantile-input',
    'http_request_duration_seconds',
    () => quantile(0.99, duration as never),
  ],
  ['quantile of 99', 'query/quantile-range', '99', () => quantile(99, rate(duration, '5m'))],
  ['sum of a bare counter', 'query/not-a-vector', 'http_requests_total', () => sum(requests as never)],
  ['sum of quantiles', 'query/quantile-aggregated', 'sum()', () => sum(p99 as never)],
  ['average of quantiles', 'query/quantile-aggregated', 'avg()', () => obsctl.avg(p99 as never)],
  ['sum of scaled quantiles', 'query/quantile-aggregated', 'sum()', () => sum(obsctl.mul(2, p99) as never)],
  ['by an unknown label', 'query/unknown-label', '"rout"', () => sum(rate(requests, '5m')).by('rout' as never)],
  ['without an unknown label', 'query/unknown-label', '"pod"', () => sum(memory).without('pod' as never)],
  [
    'where on a label aggregated away',
    'query/unknown-label',
    '"route"',
    () => errorRate.where({ route: '/' } as never),
  ],
  ['where on an unknown label', 'query/unknown-label', '"method"', () => requests.where({ method: 'GET' } as never)],
  ['sides that never match', 'query/labels-differ', '"service"', () => obsctl.div(memory as never, load as never)],
  [
    'a ratio of different labels',
    'query/labels-differ',
    '"protocol"',
    () => obsctl.ratio(rate(requests, '5m') as never, rate(connections, '5m') as never),
  ],
  [
    'bytes plus seconds',
    'query/units-differ',
    'bytes and seconds',
    () => obsctl.add(obsctl.max(memory), obsctl.max(uptime) as never),
  ],
  [
    'bytes above seconds',
    'query/units-differ',
    'bytes and seconds',
    () => obsctl.gt(obsctl.max(memory), obsctl.max(uptime) as never),
  ],
  [
    'bytes or seconds',
    'query/units-differ',
    'bytes and seconds',
    () => obsctl.or(obsctl.max(memory), obsctl.max(uptime) as never),
  ],
  [
    'bytes recorded as seconds',
    'query/units-differ',
    'a:b:c',
    () => obsctl.record('a:b:c', memory, { unit: 'seconds' } as never),
  ],
  [
    'a bound between buckets',
    'query/bucket-bound',
    '0.3',
    () => obsctl.observationsUpTo(0.3 as never, rate(duration, '5m')),
  ],
  ['milliseconds on seconds', 'panel/unit-differs', 'ms', () => obsctl.query(uptime, { unit: 'ms' as never })],
  ['bytes squared in a panel', 'panel/unit-unknown', 'cannot be told', () => obsctl.query(obsctl.mul(memory, memory))],
  [
    'a variable over an unknown label',
    'query/unknown-label',
    '"pod"',
    () => obsctl.variable.labelValues('pod', memory, 'pod' as never, { label: 'Pod' }),
  ],
  ['a value outside a closed set', 'query/unknown-value', '"apii"', () => requests.where({ service: 'apii' as never })],
  ['the largest bare counter', 'query/not-a-vector', 'http_requests_total', () => obsctl.topk(5, requests as never)],
  [
    'a bare counter compared',
    'query/not-a-vector',
    'http_requests_total',
    () => obsctl.gt(requests as never, 1 as never),
  ],
  [
    'an alert on a bare counter',
    'query/not-a-vector',
    'http_requests_total',
    () => obsctl.alert('A', { expr: requests as never, labels: {}, annotations: {} }),
  ],
  ['a sum of a number', 'query/not-a-vector', 'sum()', () => sum(3 as never)],
  [
    'a scrape that may take longer than the time to the next',
    'prometheus/timeouts',
    '30s',
    () =>
      obsctl.prometheusServer('p', {
        scrapeInterval: '15s',
        scrapeTimeout: '30s',
        evaluationInterval: '30s',
        externalLabels: {},
        dropFromAlerts: [],
        alertmanagers: { scheme: 'http', addresses: [] },
        maxExemplars: 0,
        retention: '30d',
        externalUrl: 'http://localhost:9090',
      }),
  ],
  [
    'a join on a label that one side lacks',
    'query/unknown-label',
    '"service"',
    () => obsctl.div(memory, load, { on: ['service' as never] }),
  ],
];

describe('a mistake that the types were told to overlook', () => {
  it.each(mistakes)('%s', (_, code, says, mistake) => {
    let thrown: unknown;
    try {
      mistake();
    } catch (error) {
      thrown = error;
    }
    expect(isUserError(thrown)).toBe(true);
    expect(thrown).toMatchObject({ diagnostics: [{ code, message: expect.stringContaining(says) }] });
  });
});
