import { describe, expect, it } from 'vitest';
import {
  dashboard,
  folder,
  gt,
  labelReplace,
  max,
  mul,
  not,
  or,
  promql,
  quantile,
  rate,
  re,
  sub,
  sum,
  variable,
} from '../../src/index.js';
import { parse } from '../../src/promql/parse.js';
import { print } from '../../src/promql/print.js';
import { compiled } from '../compile/compiled.js';
import { duration, load, memory, requests } from '../types/prelude.js';

const text = (vector: { toExpr(mode: 'classic'): never }) => print(vector.toExpr('classic'));
const anyOf = (...values: string[]) => text(sum(rate(requests.where({ route: values as never }), '5m')) as never);

describe('conditions', () => {
  it('with several values mean any of them', () => {
    expect(anyOf('/a')).toContain('{route="/a"}');
    expect(anyOf('/a', '/b.c')).toContain('{route=~"/a|/b\\\\.c"}');
    expect(anyOf('$route', '/b')).toContain('{route=~"$route|/b"}');
    const mixed = requests.where({ route: [re('/a.*'), not('/ab')] as never });
    expect(print(mixed.selector)).toBe('http_requests_total{route=~"/a.*",route!="/ab"}');
  });
});

describe('a query inside a text', () => {
  it('stays one operand', () => {
    const difference = sub(sum(memory), 5 as never);
    expect(text(promql`2 * ${difference} ^ 2` as never)).toMatch(/^2 \* \(sum\(.*\) - 5\) \^ 2$/);
    expect(text(promql`max(${promql`a or b`})` as never)).toBe('max((a or b))');
    expect(text(promql`rate(${requests}[5m]) / ${60}` as never)).toBe('rate(http_requests_total[5m]) / 60');
  });
});

describe('what a comparison remembers of its threshold', () => {
  it('is lost in an "or" of different ones', () => {
    const condition = (a: number, b: number) => (or(gt(load, a), gt(load, b)) as { condition?: object }).condition;
    expect(condition(1, 1)).toMatchObject({ threshold: 1 });
    expect(condition(1, 2)).toBeUndefined();
  });
});

describe('a label made from another', () => {
  it('is there to group by, and needs a label to read', () => {
    const zoned = labelReplace(load, 'zone', '$1', 'node', '(.*)-.*');
    expect(text(max(zoned).by('zone') as never)).toBe(
      'max by (zone) (label_replace(system_load1, "zone", "$1", "node", "(.*)-.*"))',
    );
    expect(() => labelReplace(load, 'zone', '$1', 'pod' as never, '(.*)-.*')).toThrow('the label "pod"');
  });
});

describe('arithmetic with a quantile', () => {
  const p99 = quantile(0.99, sum(rate(duration, '5m')).by('service'));
  it.each([
    ['on the left', mul(p99, 2)],
    ['on the right', mul(2, p99)],
  ])('is one still: %s', (_, scaled) => {
    expect(() => sum(scaled as never)).toThrow('sum()');
  });
});

describe('a chain of a thousand parts', () => {
  it('is refused in words, and does not overflow', () => {
    expect(parse(Array(900).fill('a').join(' + ')).problem).toBeUndefined();
    expect(parse(Array(100_000).fill('a').join(' + ')).problem?.message).toBe('this query has too many parts');
  });
});

describe('a choice among the values of a label', () => {
  const source = variable.datasource('datasource', { type: 'prometheus', label: 'Source' });
  const values = (mode: 'classic' | 'native') => {
    const service = variable.labelValues('service', duration, 'service', { label: 'Service' });
    const home = folder('home', 'Home');
    const built = dashboard({
      uid: 'd',
      title: 'D',
      description: 'For a test.',
      folder: home,
      tags: [],
      from: '1h',
      refresh: '30s',
      variables: [source, service],
      links: [],
      annotations: [],
      rows: [],
    });
    const file = JSON.parse(compiled([home, built], {}, mode).file('grafana/dashboard', 'd'));
    return file.templating.list[1].definition;
  };
  it('asks a series that there is', () => {
    expect(values('classic')).toBe('label_values(http_request_duration_seconds_count, service)');
    expect(values('native')).toBe('label_values(http_request_duration_seconds, service)');
  });
});
