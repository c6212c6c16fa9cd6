import { missing } from '../../promql/label-flow.js';
import { nearest } from '../../promql/nearest.js';
import { matchesWhole } from '../../promql/regex.js';
import { nodesOf, selectorsIn } from '../../promql/walk.js';
import type { Note, QueryCheck } from '../check.js';

export const promqlUnknownLabel: QueryCheck = {
  code: 'promql/unknown-label',
  on: 'query',
  severity: 'error',
  summary: 'the metric has no such label',
  why: 'A matcher then selects nothing, or everything; a grouping puts all series into one.',
  good: [
    'panel: sum by (route) (rate(http_requests_total{service="api"}[5m]))',
    'panel: sum by (le) (rate(request_seconds_bucket[5m]))',
  ],
  bad: ['panel: rate(http_requests_total{servise="api"}[5m])', 'panel: sum by (rout) (rate(http_requests_total[5m]))'],
  run: ({ expr }, { metrics, flow }) => {
    if (!metrics) return [];
    const matchers = selectorsIn(expr).flatMap(({ name, matchers: all }): Note[] => {
      const metric = name === undefined ? undefined : metrics.get(name);
      if (!metric) return [];
      return all.flatMap(({ label, span }) =>
        label === '__name__' || label in metric.labels || !span || /[$[]/.test(label)
          ? []
          : [{ message: `${name} has no label ${label}`, help: helpFor(label, Object.keys(metric.labels)), span }],
      );
    });
    const groupings = nodesOf(expr, 'aggregate').flatMap((node): Note[] => {
      if (!node.grouping || !node.span) return [];
      const inside = flow(node.expr);
      const { span } = node;
      return node.grouping.labels.flatMap((label) => {
        const why = missing(inside, label);
        if (!why || why.lostAt || /[$[]/.test(label)) return [];
        const known = [...inside.sure.keys(), ...(inside.possible ?? [])];
        return [{ message: `no series has a label ${label} here`, help: helpFor(label, known), span }];
      });
    });
    return [...matchers, ...groupings];
  },
};

function helpFor(label: string, known: readonly string[]): string {
  const close = nearest(label, known);
  return close ? `did you mean ${close}?` : `its labels are ${known.join(', ') || 'none'}`;
}

export const promqlUnknownValue: QueryCheck = {
  code: 'promql/unknown-value',
  on: 'query',
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
  run: ({ expr }, { metrics }) => {
    if (!metrics) return [];
    return selectorsIn(expr).flatMap(({ name, matchers }) => {
      const metric = name === undefined ? undefined : metrics.get(name);
      return matchers.flatMap(({ label, op, value, span }) => {
        const values = metric?.labels[label];
        if (!values || !span || value === '' || /\$\{?\w|\[\[/.test(value)) return [];
        const found = op.endsWith('~')
          ? values.some((one) => matchesWhole(value, one)) || matchesWhole(value, '')
          : values.includes(value);
        if (found) return [];
        const close = nearest(value, values);
        const help = close ? `did you mean ${close}?` : `it is one of ${values.join(', ')}`;
        return [{ message: `${label} is never ${JSON.stringify(value)}`, help, span }];
      });
    });
  },
};
