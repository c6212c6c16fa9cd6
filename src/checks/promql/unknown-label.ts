import { nearest } from '../../nearest.js';
import type { AggregateExpr, SelectorExpr } from '../../promql/ast.js';
import { missing } from '../../promql/label-flow.js';
import { matchesWhole } from '../../promql/regex.js';
import type { NodeCheck, Note } from '../check.js';
import type { Everything } from '../model/everything.js';
import type { KnownMetric } from '../model/known.js';

export const promqlUnknownLabel: NodeCheck<'selector' | 'aggregate'> = {
  code: 'promql/unknown-label',
  on: 'node',
  types: ['selector', 'aggregate'],
  needs: 'metrics',
  severity: 'error',
  summary: 'the metric has no such label',
  why: 'A matcher then selects nothing, or everything; a grouping puts all series into one.',
  good: [
    'panel: sum by (route) (rate(http_requests_total{service="api"}[5m]))',
    'panel: sum by (le) (rate(request_seconds_bucket[5m]))',
  ],
  bad: ['panel: rate(http_requests_total{servise="api"}[5m])', 'panel: sum by (rout) (rate(http_requests_total[5m]))'],
  run: (node, _, { metrics, flow }) => {
    if (!metrics) return [];
    return node.type === 'selector' ? inMatchers(node, metrics) : inGrouping(node, flow);
  },
};

function inMatchers({ name, matchers }: SelectorExpr, metrics: ReadonlyMap<string, KnownMetric>): Note[] {
  const metric = name === undefined ? undefined : metrics.get(name);
  if (!metric) return [];
  return matchers.flatMap(({ label, span }) =>
    label === '__name__' || label in metric.labels || !span || /[$[]/.test(label)
      ? []
      : [{ message: `${name} has no label ${label}`, help: helpFor(label, Object.keys(metric.labels)), span }],
  );
}

function inGrouping({ grouping, span, expr }: AggregateExpr, flow: Everything['flow']): Note[] {
  if (!grouping || !span) return [];
  const inside = flow(expr);
  return grouping.labels.flatMap((label) => {
    const why = missing(inside, label);
    if (!why || why.lostAt || /[$[]/.test(label)) return [];
    const known = [...inside.sure.keys(), ...(inside.possible ?? [])];
    return [{ message: `no series has a label ${label} here`, help: helpFor(label, known), span }];
  });
}

function helpFor(label: string, known: readonly string[]): string {
  const close = nearest(label, known);
  return close ? `did you mean ${close}?` : `its labels are ${known.join(', ') || 'none'}`;
}

export const promqlUnknownValue: NodeCheck<'selector'> = {
  code: 'promql/unknown-value',
  on: 'node',
  types: ['selector'],
  needs: 'metrics',
  severity: 'error',
  summary: 'the label never has this value',
  why: 'The selector matches nothing: the panel stays empty, the alert never fires.',
  good: [
    'panel: rate(http_requests_total{service="api"}[5m])',
    'panel: rate(http_requests_total{service=~"api|web"}[5m])',
    'panel: rate(http_requests_total{service=~"$service"}[5m])',
    'panel: rate(http_requests_total{route="/anything"}[5m])',
  ],
  bad: [
    'panel: rate(http_requests_total{service="apii"}[5m])',
    'panel: rate(http_requests_total{service=~"ap"}[5m])',
    'panel: rate(http_requests_total{service!="apii"}[5m])',
  ],
  run: ({ name, matchers }, _, { metrics }) => {
    const metric = name === undefined ? undefined : metrics?.get(name);
    if (!metric) return [];
    return matchers.flatMap(({ label, op, value, span }) => {
      const values = metric.labels[label];
      if (!values || !span || value === '' || /\$\{?\w|\[\[/.test(value)) return [];
      const found = op.endsWith('~')
        ? values.some((one) => matchesWhole(value, one)) || matchesWhole(value, '')
        : values.includes(value);
      if (found) return [];
      const close = nearest(value, values);
      const help = close ? `did you mean ${close}?` : `it is one of ${values.join(', ')}`;
      return [{ message: `${label} is never ${JSON.stringify(value)}`, help, span }];
    });
  },
};
