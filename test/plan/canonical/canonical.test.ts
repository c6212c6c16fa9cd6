import { describe, expect, it } from 'vitest';
import { canonical } from '../../../src/plan/canonical/canonical.js';
import { equal } from '../../../src/plan/canonical/plain.js';
import { canonicalQuery } from '../../../src/plan/canonical/promql.js';

describe('queries', () => {
  it.each([
    ['sum(rate(a[5m])) by (x, y)', 'sum by(y,x)(rate(a[300s]))'],
    ['a{b=\'1\',c=~"x|y"}', 'a{c=~"x|y", b="1",}'],
    ['{__name__="up", job="a"}', 'up{job="a"}'],
    ['(((a)) + (b * c))', 'a + b * c'],
    ['a / ignoring () b', 'a/b'],
    ['sum by () (a)', 'sum(a)'],
    ['a offset 1h', 'a offset 60m'],
    ['max_over_time(a[1h:60s])', 'max_over_time(a[60m:1m])'],
    ['0.10 * a', '0.1*a'],
    ['rate(a{x=~"$x"}[$__rate_interval])', 'rate( a{ x=~"$x" } [ $__rate_interval ] )'],
  ])('%s means the same as %s', (a, b) => {
    expect(canonicalQuery(a, true)).toBe(canonicalQuery(b, true));
  });

  it.each([
    ['a - b', 'b - a'],
    ['a{x="1"}', 'a{x!="1"}'],
    ['rate(a[5m])', 'rate(a[6m])'],
    ['sum by (x) (a)', 'sum without (x) (a)'],
    ['a / on (x) b', 'a / ignoring (x) b'],
    ['a > 1', 'a > bool 1'],
    ['-(2 ^ 2)', '(-2) ^ 2'],
  ])('%s means something else than %s', (a, b) => {
    expect(canonicalQuery(a, true)).not.toBe(canonicalQuery(b, true));
  });

  it('are left alone where they are no PromQL', () => {
    expect(canonicalQuery(' {app="x"} |= "y" | json ', true)).toBe('{app="x"} |= "y" | json');
  });
});

describe('rules', () => {
  const rules = (rule: object, group: object = {}) =>
    canonical('prometheus/rules', { groups: [{ name: 'g', ...group, rules: [rule] }] });

  it('know durations and queries, however they are written', () => {
    expect(rules({ for: '345600s', alert: 'A', expr: 'a>1', labels: {} }, { interval: '60s' })).toEqual(
      rules({ alert: 'A', expr: 'a > 1\n', for: '4d' }, { interval: '1m', limit: 0 }),
    );
  });

  it('take a label of a number for its text', () => {
    expect(rules({ alert: 'A', expr: 'a', labels: { level: 1 } })).toEqual(
      rules({ alert: 'A', expr: 'a', labels: { level: '1' } }),
    );
  });

  it('keep their order, because it is the order of evaluation', () => {
    const [a, b] = [
      { record: 'a:a', expr: 'a' },
      { record: 'b:b', expr: 'b' },
    ];
    const group = (...list: object[]) => canonical('prometheus/rules', { groups: [{ name: 'g', rules: list }] });
    expect(group(a, b)).not.toEqual(group(b, a));
  });
});

describe('dashboards that a Grafana 12.4 gives back by its new interface', () => {
  const dashboard = (panels: object[], rest: object = {}) =>
    canonical('grafana/dashboard', { schemaVersion: 42, title: 'A', panels, ...rest });
  const panel = (title: string, rest: object = {}) => ({ title, type: 'stat', ...rest });

  it('have a letter for each query, the next one that is free', () => {
    const before = [{ expr: 'a' }, { refId: 'A', expr: 'b' }, { refId: '', expr: 'c' }];
    const after = [
      { refId: 'B', expr: 'a' },
      { refId: 'A', expr: 'b' },
      { refId: 'C', expr: 'c' },
    ];
    expect(dashboard([panel('X', { targets: before })])).toEqual(dashboard([panel('X', { targets: after })]));
    const many = Array.from({ length: 28 }, () => ({ expr: 'a' }));
    expect(JSON.stringify(dashboard([panel('X', { targets: many })]))).toMatch(
      /"refId":"Z".*"refId":"AA".*"refId":"AB"/,
    );
  });

  it('do not say where a panel stands that stands where panels do that do not say it', () => {
    const other = panel('Y', { gridPos: { x: 6, y: 0, w: 6, h: 3 } });
    expect(dashboard([other, panel('X')])).toEqual(
      dashboard([panel('X', { gridPos: { h: 3, w: 6, x: 0, y: 0 } }), other]),
    );
    // where none says it, they are read as they are listed
    expect(dashboard([panel('B'), panel('A')])).not.toEqual(dashboard([panel('A'), panel('B')]));
  });

  it('name the data source of a variable as an object', () => {
    const variable = (datasource: unknown) => ({
      templating: { list: [{ name: 'v', type: 'query', query: 'up', datasource }] },
    });
    expect(dashboard([], variable('$datasource'))).toEqual(dashboard([], variable({ uid: '$datasource' })));
  });
});

describe('the configuration of Alertmanager', () => {
  const config = (route: object, rest: object = {}) =>
    canonical('alertmanager/config', {
      route: { receiver: 'a', routes: [route] },
      receivers: [{ name: 'a' }],
      ...rest,
    });

  it('knows matchers in all their spellings', () => {
    const forms = [
      { match: { b: '2' }, match_re: { a: 'x|y' } },
      { matchers: ['b = 2', 'a=~"x|y"'] },
      { matchers: ['{a=~"x|y", b="2"}'] },
      { matchers: 'a=~"x|y",b="2"' },
    ];
    const [first, ...others] = forms.map((route) => config(route));
    for (const other of others) expect(other).toEqual(first);
    expect(config({ matchers: ['b!=2', 'a=~"x|y"'] })).not.toEqual(first);
  });

  it('does not tell what is written from what is so by itself', () => {
    const bare = config({ matchers: ['a="1"'] });
    const full = config(
      { matchers: ['a="1"'], continue: false, routes: [] },
      { global: { resolve_timeout: '300s', smtp_require_tls: true }, inhibit_rules: [] },
    );
    expect(full).toEqual(bare);
  });

  it('keeps the order of routes', () => {
    const of = (...routes: object[]) => canonical('alertmanager/config', { route: { receiver: 'a', routes } });
    expect(of({ receiver: 'b' }, { receiver: 'c' })).not.toEqual(of({ receiver: 'c' }, { receiver: 'b' }));
  });
});

describe('scrape jobs', () => {
  const job = (body: object) => canonical('prometheus/scrape', { scrape_configs: [{ job_name: 'a', ...body }] });

  it('do not tell what is written from what is so by itself', () => {
    expect(
      job({
        scheme: 'http',
        metrics_path: '/metrics',
        scrape_interval: '60s',
        static_configs: [{ targets: ['b', 'a'], labels: {} }],
        relabel_configs: [{ source_labels: ['x'], target_label: 'y', action: 'replace', separator: ';' }],
      }),
    ).toEqual(
      job({
        scrape_interval: '1m',
        static_configs: [{ targets: ['a', 'b'] }],
        relabel_configs: [{ source_labels: ['x'], target_label: 'y' }],
      }),
    );
    expect(job({ static_configs: [] })).toEqual(job({}));
  });
});

describe('a canonical form', () => {
  it('leaves the body as it is', () => {
    const body = { schemaVersion: 36, title: ' a ', panels: [{ id: 3, type: 'graph', options: { legend: {} } }] };
    const before = structuredClone(body);
    canonical('grafana/dashboard', body);
    expect(body).toEqual(before);
  });

  it('has its keys in order, so that its text tells as much', () => {
    const one = canonical('grafana/dashboard', { tags: ['a'], title: 'x', panels: [{ type: 'text', title: 'p' }] });
    const other = canonical('grafana/dashboard', { panels: [{ title: 'p', type: 'text' }], title: 'x', tags: ['a'] });
    expect(JSON.stringify(one)).toBe(JSON.stringify(other));
    expect(equal(one, other)).toBe(true);
  });

  it('knows panels without their ids, and what one shows of another', () => {
    const dashboard = (first: number) => ({
      title: 'x',
      panels: [
        { id: first, type: 'timeseries', title: 'source', gridPos: { x: 0, y: 0, w: 12, h: 8 } },
        {
          id: first + 1,
          type: 'stat',
          title: 'sum',
          gridPos: { x: 12, y: 0, w: 12, h: 8 },
          targets: [{ refId: 'A', panelId: first }],
        },
      ],
    });
    expect(canonical('grafana/dashboard', dashboard(1))).toEqual(canonical('grafana/dashboard', dashboard(40)));
  });

  it('has panels in reading order, in whatever order they are listed', () => {
    const a = { type: 'text', title: 'a', gridPos: { x: 0, y: 0, w: 12, h: 8 } };
    const b = { type: 'text', title: 'b', gridPos: { x: 12, y: 0, w: 12, h: 8 } };
    const of = (...panels: object[]) => canonical('grafana/dashboard', { title: 'x', panels });
    expect(of(b, a)).toEqual(of(a, b));
  });
});
