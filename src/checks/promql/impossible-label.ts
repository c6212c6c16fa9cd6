import type { AggregateExpr, BinaryExpr, Expr, Span } from '../../promql/ast.js';
import { missing } from '../../promql/label-flow.js';
import type { NodeCheck, Note } from '../check.js';
import type { Everything } from '../model/everything.js';

export const promqlImpossibleLabel: NodeCheck<'aggregate' | 'binary'> = {
  code: 'promql/impossible-label',
  on: 'node',
  types: ['aggregate', 'binary'],
  severity: 'warning',
  summary: 'a label is asked for after it was aggregated away',
  why: 'Nothing has the label any more, so all series fall into one group, or two sides find each other by nothing.',
  good: [
    'panel: sum by (job) (sum by (job, pod) (up))',
    'panel: sum by (job) (up) / on (job) sum by (job) (up)',
    'panel: sum by (cluster) (label_replace(sum by (job) (up), "cluster", "$1", "job", "(.*)-.*"))',
    'panel: sum by ($label) (sum by (job) (up))',
  ],
  bad: [
    'panel: sum by (pod) (sum by (job) (up))',
    'panel: sum by (job, pod) (x) / on (pod) sum by (job) (y)',
    'panel: max by (job) (sum(up))',
    'panel: sum by (instance) (sum without (instance) (up))',
    'panel: a * on (job) group_left (version) sum by (job) (build_info)',
  ],
  run: (node, _, all) => (node.type === 'aggregate' ? lostByGrouping(node, all) : lostByMatching(node, all)),
};

function lostByGrouping({ grouping, expr, span }: AggregateExpr, all: Everything): Note[] {
  return grouping?.mode === 'by' ? notThere(grouping.labels, expr, span, all) : [];
}

function lostByMatching(node: BinaryExpr, all: Everything): Note[] {
  if (node.matching?.mode !== 'on') return [];
  const { group, labels } = node.matching;
  const one = group?.side === 'left' ? node.right : node.left;
  return [
    ...notThere(labels, node.left, node.span, all),
    ...notThere(labels, node.right, node.span, all),
    ...(group ? notThere(group.include, one, node.span, all) : []),
  ];
}

function notThere(labels: readonly string[], expr: Expr, span: Span | undefined, all: Everything): Note[] {
  const flow = all.flow(expr);
  return labels.flatMap((label) => {
    const lostAt = missing(flow, label)?.lostAt;
    // one that the metric never had is an unknown label
    if (!lostAt || !span || /[$[]/.test(label)) return [];
    return [
      {
        message: `no series has the label ${label} here: it was aggregated away`,
        help: `keep ${label} inside, or leave it out here`,
        span,
      },
    ];
  });
}
